import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** What became of somebody who followed a link. */
export type PortalEntry = 'entered' | 'used' | 'expired' | 'unknown'

/** Keeps a new link into a partner's page; `hash` is the SHA-256 of its text. `false`: the partner is not known. */
export async function insertPortalLink(
  db: Db,
  input: { hash: Buffer; partnerId: string; now: Date; expiresAt: Date },
): Promise<boolean> {
  const made = await sql`
    insert into portal_link (hash, partner_id, created_at, expires_at)
    select ${input.hash}, id, ${input.now}, ${input.expiresAt} from partner where id = ${input.partnerId}`.execute(db)
  return Number(made.numAffectedRows ?? 0) > 0
}

/**
 * Uses a link up and makes the session that it is good for, in one statement: of several who follow it at once one comes in.
 * `sessionHash` is the SHA-256 of the new session's cookie.
 */
export async function enterByPortalLink(
  db: Db,
  input: { hash: Buffer; sessionHash: Buffer; now: Date; sessionExpiresAt: Date },
): Promise<PortalEntry> {
  const { hash, sessionHash, now, sessionExpiresAt } = input
  const entered = await sql`
    with used as (
      update portal_link set used_at = ${now} where hash = ${hash} and used_at is null and expires_at > ${now}
      returning partner_id)
    insert into portal_session (hash, partner_id, created_at, expires_at)
    select ${sessionHash}, partner_id, ${now}::timestamptz, ${sessionExpiresAt}::timestamptz from used`.execute(db)
  if (Number(entered.numAffectedRows ?? 0) > 0) return 'entered'
  const { rows } = await sql<{ usedAt: Date | null }>`
    select used_at as "usedAt" from portal_link where hash = ${hash}`.execute(db)
  const [link] = rows
  if (!link) return 'unknown'
  return link.usedAt ? 'used' : 'expired'
}
