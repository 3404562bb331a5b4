import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Keys are kept this long, of which 24 hours are promised. */
const KEPT = sql`interval '48 hours'`

/** Whose key it is. Each token has keys of its own. */
export interface IdempotencyKey {
  tokenId: string
  key: string
}

/** An answer as it was given. */
export interface KeptAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** What a key's first use says to the next. `mine`: go on, the key is now held by this request. */
export type BegunKey =
  | { state: 'mine' }
  | { state: 'running' }
  | { state: 'done'; requestHash: Buffer; answer: KeptAnswer }

/**
 * Takes a key for `runningForMs`, in one statement, so that of several at once one gets it. A key whose holder let its time run
 * out (it crashed), or that is older than it is kept, is taken over.
 */
export async function beginIdempotent(db: Db, input: IdempotencyKey & { runningForMs: number }): Promise<BegunKey> {
  const until = sql`now() + ${input.runningForMs}::double precision * interval '1 millisecond'`
  const taken = await sql`
    insert into idempotency_key (token_id, key, running_until) values (${input.tokenId}, ${input.key}, ${until})
    on conflict (token_id, key) do update
      set state = 'running', running_until = ${until}, created_at = now(), request_hash = null, status = null, headers = null, body = null
      where (idempotency_key.state = 'running' and idempotency_key.running_until < now())
        or idempotency_key.created_at < now() - ${KEPT}`.execute(db)
  if (Number(taken.numAffectedRows ?? 0) > 0) return { state: 'mine' }
  const row = await db
    .selectFrom('idempotency_key')
    .selectAll()
    .where('token_id', '=', input.tokenId)
    .where('key', '=', input.key)
    .executeTakeFirst()
  if (row?.state !== 'done' || !row.request_hash) return { state: 'running' }
  const answer = { status: row.status ?? 200, headers: row.headers ?? {}, body: row.body ?? '' }
  return { state: 'done', requestHash: row.request_hash, answer }
}

/** Holds the key for longer: the request is still at work. */
export async function renewIdempotent(db: Db, input: IdempotencyKey & { runningForMs: number }): Promise<void> {
  await sql`
    update idempotency_key set running_until = now() + ${input.runningForMs}::double precision * interval '1 millisecond'
    where token_id = ${input.tokenId} and key = ${input.key} and state = 'running'`.execute(db)
}

/** Keeps the answer for whoever asks again with the same key. */
export async function finishIdempotent(
  db: Db,
  input: IdempotencyKey & { requestHash: Buffer; answer: KeptAnswer },
): Promise<void> {
  await sql`
    update idempotency_key set state = 'done', request_hash = ${input.requestHash}, status = ${input.answer.status},
      headers = ${JSON.stringify(input.answer.headers)}::jsonb, body = ${input.answer.body}
    where token_id = ${input.tokenId} and key = ${input.key} and state = 'running'`.execute(db)
}

/** Gives the key back: the request came to nothing, and may be made again with it. */
export async function abandonIdempotent(db: Db, input: IdempotencyKey): Promise<void> {
  await db
    .deleteFrom('idempotency_key')
    .where('token_id', '=', input.tokenId)
    .where('key', '=', input.key)
    .where('state', '=', 'running')
    .execute()
}

/** Forgets keys that are older than they are kept, at most a thousand at a time. */
export async function sweepIdempotencyKeys(db: Db): Promise<void> {
  await sql`
    delete from idempotency_key where (token_id, key) in (
      select token_id, key from idempotency_key where created_at < now() - ${KEPT} limit 1000)`.execute(db)
}
