import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { finishRuns } from './finish.ts'

/** What makes a run: who it is for, and up to when a partner must have connected to be in it. */
export interface RunOrder {
  period: string
  kind: 'scheduled' | 'catch_up' | 'requested'
  /** One partner, or all. */
  partnerId: string | null
  deadlineAt: Date
  /** Partners that connected later have their first run on the next 1st, or when they ask for it. */
  connectedBy: Date
}

/** A run as it stands after the order: `created` tells whether this order made it. */
export interface StartedRun {
  id: string
  created: boolean
}

/**
 * Makes the run, unless it is there: of `scheduled` and `catch_up` there is one per period for ever, of `requested` one at a
 * time per period and partner. Where no partner was connected at its moment no monthly run is made (`null`): nobody was owed one.
 * The unique indexes decide when two ask at once. Runs that are over without its having been noticed are ended before an order: whoever
 * asks must not be answered with one in which nothing happens any more.
 */
export async function startRun(db: Db, order: RunOrder): Promise<StartedRun | null> {
  if (order.kind === 'requested') await finishRuns(db)
  const made = await sql<{ id: string }>`
    insert into billing_run (period, kind, partner_id, deadline_at)
    select ${order.period}, ${order.kind}, ${order.partnerId}::text, ${order.deadlineAt}
    where ${order.kind} = 'requested' or exists (
      select from connection
      where connected_at <= ${order.connectedBy} and (disconnected_at is null or disconnected_at > ${order.connectedBy}))
    on conflict do nothing
    returning id`.execute(db)
  const id = made.rows[0]?.id
  if (id) return { id, created: true }
  const there = await sql<{ id: string }>`
    select id from billing_run
    where period = ${order.period}
      and case when ${order.kind} = 'requested'
        then finished_at is null and coalesce(partner_id, '') = coalesce(${order.partnerId}::text, '')
        else kind in ('scheduled', 'catch_up') or (finished_at is null and partner_id is null) end
    order by finished_at is null desc, started_at desc
    limit 1`.execute(db)
  const found = there.rows[0]
  return found ? { id: found.id, created: false } : null
}

/** The runs of `sincePeriod` or later that were started but whose pushes were not opened yet, oldest first. An older one is never opened: its month is over, and the run is missed. */
export async function unplannedRuns(db: Db, sincePeriod: string) {
  return db
    .selectFrom('billing_run')
    .select(['id', 'kind'])
    .where('planned_at', 'is', null)
    .where('finished_at', 'is', null)
    .where('period', '>=', sincePeriod)
    .orderBy('started_at')
    .execute()
}
