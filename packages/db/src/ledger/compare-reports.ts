import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { joinManyByHash } from '../join-by-hash.ts'
import { retryOnDeadlock } from '../retry-on-deadlock.ts'

/** A report that took part in the plan's moment has committed by then, however big its import. */
const RACE_OVER_AFTER = sql`interval '10 minutes'`
/** A report carries the time at which its transaction began; no import is under way for longer than this. */
const LONGEST_IMPORT = sql`interval '6 hours'`

/**
 * Compares what was reported with what was planned, for runs that were planned a short while ago, and at least once after that while. It closes
 * a race: a report that commits while its run is being planned sees no push to revise and no run to join, and the plan does not see the
 * report; once both have committed each sees the other. Only reports that may have been under way then are looked at: an older one had committed before the plan began. Answers
 * how many pushes wait again or were opened.
 */
export async function compareReports(db: Db): Promise<number> {
  return retryOnDeadlock(() =>
    db.transaction().execute(async (tx) => {
      const { rows: runs } = await sql<{ id: string; startedAt: Date }>`
      update billing_run set reports_compared_at = now()
      where planned_at is not null
        and (reports_compared_at is null or reports_compared_at < planned_at + ${RACE_OVER_AFTER})
      returning id, started_at as "startedAt"`.execute(tx)
      if (runs.length === 0) return 0
      // Gathered first and once, by the time of the report: joined with the runs Postgres would look through a whole month of each partner, since it cannot tell how few these are.
      const earliest = new Date(Math.min(...runs.map(({ startedAt }) => startedAt.getTime())))
      await sql`
      create temporary table recent_report on commit drop as
      select partner_id, company_id, period, billable_users, revision, reported_at from usage_count
      where reported_at >= ${sql.lit(earliest.toISOString())}::timestamptz - ${LONGEST_IMPORT}`.execute(tx)
      const { rows: counted } = await sql<{
        reports: number
      }>`select count(*)::integer as reports from recent_report`.execute(tx)
      await joinManyByHash(tx, { rows: counted[0]?.reports ?? 0, with: ['push'] })
      const reported = sql`
      billing_run r
      join partner_run pr on pr.run_id = r.id
      join recent_report u on u.partner_id = pr.partner_id and u.period = pr.period
      where r.id = any(${runs.map(({ id }) => id)}::uuid[])
        and u.reported_at >= r.started_at - ${LONGEST_IMPORT}
        and exists (select from connection c where c.id = pr.connection_id and c.status <> 'disconnected' offset 0)
        and not exists (select from partner_run newer where newer.connection_id = pr.connection_id and newer.period > pr.period offset 0)`
      const revised = await sql`
      update push p set outcome = 'waiting', unit_count = k.billable_users, revision = k.revision, final_zero = false, rebuild = false,
        nudge = p.nudge + 1, tries = 0, due_at = now(), settled_at = null
      from (select pr.connection_id, pr.period, u.company_id, u.billable_users, u.revision from ${reported}) k
      where p.connection_id = k.connection_id and p.period = k.period and p.company_id = k.company_id
        and p.outcome in ('accepted', 'unmapped', 'no_usage', 'refused', 'failed') and p.revision < k.revision`.execute(
        tx,
      )
      const { rows: opened } = await sql<{ opened: number }>`
      with opened as (
        insert into push (connection_id, partner_id, company_id, period, turn, outcome, unit_count, revision)
        select pr.connection_id, pr.partner_id, u.company_id, pr.period, 0, 'waiting', u.billable_users, u.revision from ${reported}
          and not exists (select from push p
            where p.connection_id = pr.connection_id and p.company_id = u.company_id and p.period = pr.period)
        on conflict (connection_id, company_id, period) do nothing
        returning connection_id, period
      ), counted as (
        update partner_run pr set expected = pr.expected + o.opened
        from (select connection_id, period, count(*)::integer as opened from opened group by 1, 2) o
        where pr.connection_id = o.connection_id and pr.period = o.period
      )
      select count(*)::integer as opened from opened`.execute(tx)
      return Number(revised.numAffectedRows ?? 0) + (opened[0]?.opened ?? 0)
    }),
  )
}
