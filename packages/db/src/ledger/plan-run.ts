import { shiftPeriod } from '@bridge/domain'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { joinByHash } from '../join-by-hash.ts'
import { retryOnDeadlock } from '../retry-on-deadlock.ts'

/** How many rows planning touched; all zero when there was nothing left to plan. */
export interface Planned {
  partners: number
  opened: number
  superseded: number
  reopened: number
}

const NOTHING: Planned = { partners: 0, opened: 0, superseded: 0, reopened: 0 }

/**
 * Opens a push for every company that the run must account for, one statement per state of affairs whatever the number of
 * companies. Idempotent: what is there stays as it is, so it may be called again after a crash, or by two at once.
 *
 * The rule of who is billed what is `billFor` in the domain, said here as a set. Waiting pushes of older periods are superseded,
 * since Gradient keeps no period with a number: whatever is sent last stands (gradient-api.md, "What a count means").
 * A run that was declared missed is not planned any more: its month is over.
 * Only a `requested` run opens settled work again (unmapped, refused, failed): that is what Send now is for.
 */
export async function planRun(db: Db, runId: string, connectedBy: Date): Promise<Planned> {
  return retryOnDeadlock(() =>
    db.transaction().execute(async (tx) => {
      const run = await tx
        .selectFrom('billing_run')
        .selectAll()
        .where('id', '=', runId)
        .forUpdate()
        .executeTakeFirstOrThrow()
      const { period } = run
      if (run.missed_at) return NOTHING
      // One partner's companies are looked for in tables that may hold years of everybody's.
      if (run.partner_id === null) {
        await joinByHash(tx, 'on')
        // A million companies in one piece, and written in the order of the indexes: in no order it takes a third longer.
        await sql`set local work_mem = '64MB'`.execute(tx)
      }
      const before = shiftPeriod(period, -1)
      const scope = sql`
      select c.id, c.partner_id from connection c
      where c.status <> 'disconnected'
        and (${run.kind} = 'requested' or c.connected_at <= ${connectedBy})
        and (${run.partner_id}::text is null or c.partner_id = ${run.partner_id})
        and not exists (select from partner_run newer where newer.connection_id = c.id and newer.period > ${period})`
      const partners = await sql`
      insert into partner_run (connection_id, period, partner_id, run_id)
      select id, ${period}, partner_id, ${runId} from (${scope}) c
      on conflict do nothing`.execute(tx)
      // From here on those that have a part in it: one that connects while this is written has none.
      const inIt = sql`select c.id, c.partner_id from (${scope}) c join partner_run pr on pr.connection_id = c.id and pr.period = ${period}`
      const superseded = await sql`
      update push set outcome = 'superseded', settled_at = now()
      where outcome = 'waiting' and period < ${period} and connection_id in (select id from (${inIt}) c)`.execute(tx)
      const opened = await sql<{ opened: number }>`
      with billed as (
        select c.id as connection_id, c.partner_id, co.id as company_id,
          co.last_period is not null and co.last_period < ${period} as final_zero,
          row_number() over (partition by c.id order by co.id)::integer as turn
        from (${inIt}) c
        join company co on co.partner_id = c.partner_id
        left join account a on a.connection_id = c.id and a.company_id = co.id
        where co.last_period is null
          or co.last_period >= ${period}
          or (co.last_period = ${before} and a.company_id is not null)
          or a.accepted_count <> 0
      ), opened as (
        insert into push (connection_id, partner_id, company_id, period, turn, outcome, unit_count, revision, final_zero, settled_at)
        select b.connection_id, b.partner_id, b.company_id, ${period}, b.turn,
          case when b.final_zero or u.revision is not null then 'waiting' else 'no_usage' end,
          case when b.final_zero then 0 else u.billable_users end,
          case when b.final_zero then 0 else coalesce(u.revision, 0) end,
          b.final_zero,
          case when b.final_zero or u.revision is not null then null else now() end
        from billed b
        left join usage_count u on u.partner_id = b.partner_id and u.company_id = b.company_id and u.period = ${period}
        order by b.connection_id, b.company_id
        on conflict (connection_id, company_id, period) do nothing
        returning connection_id
      ), counted as (
        update partner_run pr set expected = pr.expected + o.opened
        from (select connection_id, count(*)::integer as opened from opened group by 1) o
        where pr.connection_id = o.connection_id and pr.period = ${period}
      )
      select count(*)::integer as opened from opened`.execute(tx)
      const reopened =
        run.kind === 'requested' && run.planned_at === null
          ? await sql`
            update push set outcome = 'waiting', nudge = nudge + 1, tries = 0, due_at = now(), settled_at = null
            where period = ${period} and outcome in ('unmapped', 'refused', 'failed')
              and connection_id in (select id from (${inIt}) c)`.execute(tx)
          : undefined
      await tx
        .updateTable('billing_run')
        .set({ planned_at: sql<Date>`clock_timestamp()` })
        .where('id', '=', runId)
        .where('planned_at', 'is', null)
        .execute()
      return {
        partners: Number(partners.numAffectedRows ?? 0),
        opened: opened.rows[0]?.opened ?? 0,
        superseded: Number(superseded.numAffectedRows ?? 0),
        reopened: Number(reopened?.numAffectedRows ?? 0),
      }
    }),
  )
}
