import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/** A tick of the calendar that is over, with what a run of it would have carried. */
export interface PastTick {
  period: string
  at: Date
  deadlineAt: Date
}

/** A run whose month was over before it could begin. */
export interface MissedRun {
  id: string
  period: string
  kind: 'scheduled' | 'catch_up' | 'requested'
  partnerId: string | null
}

/**
 * Makes every month that was missed a row: a `catch_up` that is missed and finished at once, so that the unique index of monthly
 * runs keeps it from ever being made again. A month is missed when a later tick has passed, no monthly run of it exists, and at
 * its own tick a partner was connected who had no part in any run of it. A run that was ordered but not planned before the latest tick
 * is missed too: only the month last closed may be sent, because Gradient keeps one number per company, without a month.
 *
 * `before` are the ticks before the latest one, whose period is `latestPeriod`. Twice is once, also by two at the same moment: the
 * index and the conditional update let one of them through. Answers the runs that became missed now.
 */
export async function markMissedRuns(
  db: Db,
  input: { latestPeriod: string; before: PastTick[] },
): Promise<MissedRun[]> {
  const { latestPeriod, before } = input
  const unplanned = await sql<MissedRun>`
    update billing_run set missed_at = now(), finished_at = now()
    where period < ${latestPeriod} and planned_at is null and finished_at is null
    returning id, period, kind, partner_id as "partnerId"`.execute(db)
  const absent = await sql<MissedRun>`
    insert into billing_run (period, kind, deadline_at, missed_at, finished_at)
    select tick.period, 'catch_up', tick.deadline_at, now(), now()
    from unnest(
      ${before.map(({ period }) => period)}::text[],
      ${before.map(({ at }) => at)}::timestamptz[],
      ${before.map(({ deadlineAt }) => deadlineAt)}::timestamptz[]) as tick (period, at, deadline_at)
    where tick.at >= (select min(connected_at) from connection)
      and not exists (select from billing_run r where r.period = tick.period and r.kind in ('scheduled', 'catch_up'))
      and exists (select from connection c
        where c.connected_at <= tick.at and (c.disconnected_at is null or c.disconnected_at > tick.at)
          and not exists (select from partner_run pr where pr.period = tick.period and pr.partner_id = c.partner_id))
    order by tick.period
    on conflict do nothing
    returning id, period, kind, partner_id as "partnerId"`.execute(db)
  return [...unplanned.rows, ...absent.rows]
}
