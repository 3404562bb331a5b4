import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import type { NudgedPush } from '../ledger/revise.ts'
import { retryOnDeadlock } from '../retry-on-deadlock.ts'
import { whyNot } from './scope.ts'

/** What one look at the retries did. */
export interface ReleasedRetries {
  /** These wait now and are to be nudged. */
  pushes: NudgedPush[]
  /** The retries that are over. */
  finished: string[]
}

/**
 * Carries the retries on: notes what became of the pushes that were released, and releases the next ones, at most `window` that are under way at a
 * time, in equal parts for all retries. Each push is asked once more whether it may be sent; one that has been taken up otherwise, or whose
 * number has become old, is refused then.
 *
 * It may die at any line: what is not committed has not happened, and the next look goes on. Of two schedulers that look at once one has each retry.
 */
export async function releaseRetries(db: Db, { window }: { window: number }): Promise<ReleasedRetries> {
  const open = await db
    .selectFrom('retry')
    .select('id')
    .where('finished_at', 'is', null)
    .orderBy('asked_at')
    .orderBy('id')
    .execute()
  const all: ReleasedRetries = { pushes: [], finished: [] }
  for (const { id } of open) {
    const one = await release(db, { id, window: Math.ceil(window / open.length) })
    all.pushes.push(...one.pushes)
    all.finished.push(...one.finished)
  }
  return all
}

async function release(db: Db, { id, window }: { id: string; window: number }): Promise<ReleasedRetries> {
  return retryOnDeadlock(() =>
    db.transaction().execute(async (tx) => {
      const { rows: held } = await sql`
      select from retry where id = ${id} and finished_at is null for update skip locked`.execute(tx)
      if (held.length === 0) return { pushes: [], finished: [] }
      await sql`
      update retry_item i set state = 'settled', outcome = p.outcome from push p
      where i.retry_id = ${id} and i.state = 'released' and p.id = i.push_id and p.outcome not in ('waiting', 'sending')`.execute(
        tx,
      )
      const room = window - (await underWay(tx, id))
      const pushes = room > 0 ? await releaseNext(tx, { id, limit: room }) : []
      const { rows: over } = await sql`
      update retry set finished_at = now()
      where id = ${id} and not exists (select from retry_item where retry_id = ${id} and state in ('waiting', 'released'))
      returning id`.execute(tx)
      return { pushes, finished: over.map(() => id) }
    }),
  )
}

/** What was released and goes on now. What waits for a partner's new key, or for a stop to be lifted, holds nobody up. */
async function underWay(tx: Db, id: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from retry_item i
    join push p on p.id = i.push_id and p.outcome in ('waiting', 'sending')
    join connection c on c.id = p.connection_id and c.status in ('pending', 'active')
    where i.retry_id = ${id} and i.state = 'released' and p.partner_id <> all(array(
      select partner_id from sending_pause where resumed_at is null and scope = 'partner'))`.execute(tx)
  return rows[0]?.count ?? 0
}

async function releaseNext(tx: Db, { id, limit }: { id: string; limit: number }): Promise<NudgedPush[]> {
  const { rows: next } = await sql<{ id: string }>`
    select push_id as id from retry_item where retry_id = ${id} and state = 'waiting' order by push_id limit ${limit}`.execute(
    tx,
  )
  if (next.length === 0) return []
  const ids = next.map((item) => item.id)
  // Held from here on, so that what is decided next is decided on what the rows are, not on what they were when a statement began.
  await sql`select from push where id = any(${ids}::bigint[]) order by id for update`.execute(tx)
  const { rows } = await sql<NudgedPush>`
    with judged as materialized (
      select p.id, ${whyNot} as why from push p join connection c on c.id = p.connection_id where p.id = any(${ids}::bigint[])
    ), released as (
      update push p set outcome = 'waiting', nudge = p.nudge + 1, tries = 0, due_at = now(), settled_at = null
      from judged j where p.id = j.id and j.why is null and p.outcome in ('unmapped', 'refused', 'failed')
      returning p.id, p.nudge, p.connection_id
    ), noted as (
      update retry_item i set state = case when j.why is null then 'released' else 'refused' end, why = j.why, released_at = now()
      from judged j where i.retry_id = ${id} and i.push_id = j.id and i.state = 'waiting'
    )
    select id, nudge, connection_id as "connectionId" from released order by id`.execute(tx)
  return rows
}
