import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** An integration token without its text, of which only the SHA-256 is kept. */
export interface IntegrationToken {
  id: string
  name: string
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

/** Postgres' channel on which every process hears that a token was revoked. */
export const TOKEN_REVOKED_CHANNEL = 'integration_token_revoked'

/** Keeps a new token; `hash` is the SHA-256 of its text. */
export async function insertToken(db: Db, input: { name: string; hash: Buffer }): Promise<IntegrationToken> {
  const { rows } = await sql<IntegrationToken>`
    insert into integration_token (name, hash) values (${input.name}, ${input.hash})
    returning ${tokenColumns}`.execute(db)
  const token = rows[0]
  if (!token) throw new Error('no token was made')
  return token
}

const tokenColumns = sql`id, name, created_at as "createdAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"`

/** All tokens, oldest first, revoked ones too. */
export async function listTokens(db: Db): Promise<IntegrationToken[]> {
  const { rows } =
    await sql<IntegrationToken>`select ${tokenColumns} from integration_token order by created_at, id`.execute(db)
  return rows
}

/** Revokes a token and tells every process that listens. Answers it, or `undefined` where there is none of that id. Twice is once. */
export async function revokeToken(db: Db, id: string): Promise<IntegrationToken | undefined> {
  const { rows } = await sql<IntegrationToken>`
    with revoked as (
      update integration_token set revoked_at = coalesce(revoked_at, now()) where id = ${id} returning *)
    select ${tokenColumns} from revoked, pg_notify(${TOKEN_REVOKED_CHANNEL}, ${id})`.execute(db)
  return rows[0]
}

/** The id of the token with this hash, unless it was revoked. */
export async function findLiveToken(db: Db, hash: Buffer): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from integration_token where hash = ${hash} and revoked_at is null`.execute(db)
  return rows[0]?.id
}

/** Notes that a token is in use, at most once a minute. */
export async function touchToken(db: Db, id: string): Promise<void> {
  await sql`
    update integration_token set last_used_at = now()
    where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`.execute(db)
}
