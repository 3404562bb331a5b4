import { sql } from 'kysely'
import { type Actor, recordAction } from '../audit.ts'
import type { Db } from '../connect.ts'
import { countJudged, previewRetry, type RetryPreview, readToken } from './preview.ts'
import { judged, type RetryScope } from './scope.ts'

/** What became of an order: the retry that it is (`created: false`: it was ordered with this token already), or why there is none. */
export type OrderedRetry = { id: string; created: boolean } | { outdated: RetryPreview } | { refused: 'bad_token' }

class OutdatedError extends Error {}

/**
 * Orders that the pushes of a scope are sent again: one recorded action, with all its items, in one transaction. From its commit on nobody need
 * be there: the scheduler releases the items. The same token again is the same retry.
 *
 * It sends no push that was not there when the preview was made; where it would send more than the preview said, nothing is ordered, and a new
 * preview is answered.
 */
export async function orderRetry(
  db: Db,
  input: { by: Actor; scope: RetryScope; reason: string; token: string },
): Promise<OrderedRetry> {
  const { by, scope, reason, token } = input
  const seen = readToken(token, scope)
  if (!seen) return { refused: 'bad_token' }
  try {
    return await db.transaction().execute(async (tx) => {
      const made = await tx
        .insertInto('retry')
        .values({ preview_token: token, scope: JSON.stringify(scope), reason, asked_by: by.name })
        .onConflict((conflict) => conflict.column('preview_token').doNothing())
        .returning('id')
        .executeTakeFirst()
      if (!made) {
        const there = await tx
          .selectFrom('retry')
          .select('id')
          .where('preview_token', '=', token)
          .executeTakeFirstOrThrow()
        return { id: there.id, created: false }
      }
      const { id } = made
      await sql`
        insert into retry_item (retry_id, push_id, state, why)
        select ${id}::uuid, id, case when why is null then 'waiting' else 'refused' end, why
        from (${judged(scope, sql`${seen.at}::timestamptz`)}) j`.execute(tx)
      const counts = await countJudged(
        tx,
        sql`select push_id, why, false as held from retry_item where retry_id = ${id}`,
      )
      if (counts.willBeSent > seen.willBeSent) throw new OutdatedError()
      if (counts.willBeSent === 0) await sql`update retry set finished_at = now() where id = ${id}`.execute(tx)
      const { willBeSent, refused } = counts
      await recordAction(tx, {
        by,
        action: 'retry.start',
        reason,
        onRows: { retryId: id, ...scope },
        after: { willBeSent, refused },
      })
      return { id, created: true }
    })
  } catch (error) {
    if (error instanceof OutdatedError) return { outdated: await previewRetry(db, scope) }
    throw error
  }
}

/**
 * Stops a retry: what has not had its turn is not sent. What was released goes on as any push. Answers how many were held back; `null` where there
 * is no such retry, or it is over, or stopped already.
 */
export async function stopRetry(
  db: Db,
  input: { by: Actor; id: string; reason: string },
): Promise<{ stopped: number } | null> {
  const { by, id, reason } = input
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      update retry set stopped_at = now(), stopped_by = ${by.name}, stop_reason = ${reason}
      where id = ${id} and finished_at is null and stopped_at is null
      returning id`.execute(tx)
    if (rows.length === 0) return null
    const held =
      await sql`update retry_item set state = 'stopped' where retry_id = ${id} and state = 'waiting'`.execute(tx)
    await sql`
      update retry set finished_at = now()
      where id = ${id} and not exists (select from retry_item where retry_id = ${id} and state = 'released')`.execute(
      tx,
    )
    const stopped = Number(held.numAffectedRows ?? 0)
    await recordAction(tx, { by, action: 'retry.stop', reason, onRows: { retryId: id }, after: { stopped } })
    return { stopped }
  })
}
