import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { notPaused } from '../pauses.ts'
import type { NudgedPush } from './revise.ts'

/**
 * The pushes that may be sent now, at most `limit`, first turns first so that every partner gets its turn. With `partnerId`
 * only that partner's. Pushes whose connection needs a key, or whose key is in doubt, are left out, and those that a stop holds.
 */
export async function duePushes(db: Db, input: { limit: number; partnerId?: string }): Promise<NudgedPush[]> {
  const { rows } = await sql<NudgedPush>`
    select p.id, p.nudge, p.connection_id as "connectionId" from push p
    join connection c on c.id = p.connection_id
    where p.outcome = 'waiting' and p.due_at <= now()
      and c.status in ('pending', 'active') and c.key_in_doubt_since is null
      and (${input.partnerId ?? null}::text is null or p.partner_id = ${input.partnerId ?? null})
      and ${notPaused('billing', sql`p.partner_id`)}
    order by p.turn, p.id
    limit ${input.limit}`.execute(db)
  return rows
}

/** Gives pushes a new round, so that the job of the round before, finished or failed in the queue, does not swallow the next. Those whose row another transaction is just writing are left to the next sweep. */
export async function advanceNudges(db: Db, pushIds: string[]): Promise<NudgedPush[]> {
  if (pushIds.length === 0) return []
  const { rows } = await sql<NudgedPush>`
    update push set nudge = nudge + 1
    where outcome = 'waiting' and id = any(array(
      select id from push where id = any(${pushIds}::bigint[]) and outcome = 'waiting' for no key update skip locked))
    returning id, nudge, connection_id as "connectionId"`.execute(db)
  return rows
}
