import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { allGoOn } from '../pauses.ts'

/** A monthly run that was not finished at its deadline. */
export interface OverdueRun {
  id: string
  period: string
  kind: 'scheduled' | 'catch_up'
  deadlineAt: Date
  plannedAt: Date | null
  /** Pushes that wait or are being sent; null where the run is not even planned, so that nobody knows. */
  unsettled: number | null
  /** Of these, those that wait for a partner's new key. */
  needKey: number
  sendingPaused: boolean
}

/**
 * Marks each monthly run that is not finished although its deadline has passed, once, with what is unsettled at this moment. The run goes
 * on. The update is conditional, so of several that ask at once one gets the run in its answer. `now` is the process's clock.
 */
export async function alarmOverdueRuns(db: Db, now: Date): Promise<OverdueRun[]> {
  const { rows } = await sql<OverdueRun>`
    update billing_run r set alarmed_at = now(),
      unsettled_at_deadline = case when r.planned_at is not null then
        (select count(*) from push p where p.period = r.period and p.outcome in ('waiting', 'sending')) end
    where r.kind in ('scheduled', 'catch_up') and r.finished_at is null and r.alarmed_at is null and r.deadline_at <= ${now}
    returning r.id, r.period, r.kind, r.deadline_at as "deadlineAt", r.planned_at as "plannedAt", r.unsettled_at_deadline as unsettled,
      (select count(*)::integer from push p join connection c on c.id = p.connection_id and c.status = 'needs_key'
        where p.period = r.period and p.outcome = 'waiting') as "needKey",
      not ${allGoOn('billing')} as "sendingPaused"`.execute(db)
  return rows
}
