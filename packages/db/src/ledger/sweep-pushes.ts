import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../connect.ts'
import { compareReports } from './compare-reports.ts'
import { confirmLostCalls, releaseLostClaims } from './lost-calls.ts'

/** What a sweep found and moved. */
export interface SweptPushes {
  abandoned: number
  confirmed: number
  unmapped: number
  failed: number
  superseded: number
  revised: number
  cancelled: number
}

/**
 * Moves every push that has to go on and that nobody will move: claims that ran out, numbers that a lost call may have overwritten,
 * unmapped and failed ones whose time has come again, waiting ones whose period or connection is over, and numbers that a report changed while the run was being planned.
 * One statement each, for the whole table. Only the newest billed period of a connection goes on. What a statement looks at does
 * not grow with what still waits in a run: open pushes of older periods, and of connections that are gone, are few and have their indexes.
 *
 * The last zero of an archived company has no report whose row could be locked while it is settled, so its reports are compared always.
 */
export async function sweepPushes(
  db: Db,
  input: { unmappedRetryAfterMs: number; failedRetryAfterMs: number; lostCallMs: number },
): Promise<SweptPushes> {
  // Those whose row another transaction is just writing are left to the next sweep: an import may hold its rows for long, and waits for others in an order of its own.
  const free = (which: RawBuilder<unknown>) =>
    sql`array(select p.id from push p where ${which} for no key update of p skip locked)`
  const newest = sql`not exists (select from partner_run newer where newer.connection_id = p.connection_id and newer.period > p.period)`
  const live = sql`exists (select from connection c where c.id = p.connection_id and c.status in ('pending', 'active'))`
  const again = (state: 'unmapped' | 'failed', afterMs: number) => sql`
    update push p set outcome = 'waiting', nudge = p.nudge + 1, tries = 0, due_at = now(), settled_at = null
    where p.outcome = ${state} and p.id = any(${free(sql`
      p.outcome = ${state} and p.settled_at <= now() - ${afterMs}::double precision * interval '1 millisecond' and ${newest} and ${live}`)})`
  const cancelled = await sql`
    update push p set outcome = 'cancelled', settled_at = now()
    where p.outcome = 'waiting' and p.id = any(${free(sql`
      p.outcome = 'waiting' and p.connection_id in (select id from connection where status = 'disconnected')`)})`.execute(
    db,
  )
  const superseded = await sql`
    update push p set outcome = 'superseded', settled_at = now()
    where p.outcome = 'waiting' and p.id = any(${free(sql`
      p.outcome = 'waiting' and p.period < (select max(period) from partner_run) and not ${newest}`)})`.execute(db)
  const abandoned = await releaseLostClaims(db)
  const confirmed = await confirmLostCalls(db, input)
  const unmapped = await again('unmapped', input.unmappedRetryAfterMs).execute(db)
  const failed = await again('failed', input.failedRetryAfterMs).execute(db)
  const revised = await compareReports(db)
  const cameBack = await sql`
    update push p set outcome = 'waiting', unit_count = u.billable_users, revision = u.revision, final_zero = false, rebuild = false,
      nudge = p.nudge + 1, tries = 0, due_at = now(), settled_at = null
    from usage_count u
    where p.final_zero and p.outcome in ('accepted', 'unmapped', 'refused', 'failed')
      and u.partner_id = p.partner_id and u.company_id = p.company_id and u.period = p.period and u.revision > p.revision
      and p.id = any(${free(sql`
        p.final_zero and p.outcome in ('accepted', 'unmapped', 'refused', 'failed') and ${newest} and ${live}
        and exists (select from usage_count u
          where u.partner_id = p.partner_id and u.company_id = p.company_id and u.period = p.period and u.revision > p.revision)`)})`.execute(
    db,
  )
  const count = (result: { numAffectedRows?: bigint }) => Number(result.numAffectedRows ?? 0)
  return {
    abandoned: abandoned.length,
    confirmed: confirmed.length,
    unmapped: count(unmapped),
    failed: count(failed),
    superseded: count(superseded),
    revised: revised + count(cameBack),
    cancelled: count(cancelled),
  }
}
