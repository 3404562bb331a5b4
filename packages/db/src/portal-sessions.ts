import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Links and sessions are kept this long after they have expired: who follows an old link is told that it is old. */
const KEPT_MS = 7 * 24 * 3_600_000

/** A browser that came in by a link, as long as it may stay. */
export interface PortalSession {
  id: string
  partnerId: string
  expiresAt: Date
}

/** The live session with this hash (the SHA-256 of its cookie): neither expired nor ended. */
export async function findPortalSession(
  db: Db,
  input: { hash: Buffer; now: Date },
): Promise<PortalSession | undefined> {
  const { rows } = await sql<PortalSession>`
    select id, partner_id as "partnerId", expires_at as "expiresAt" from portal_session
    where hash = ${input.hash} and ended_at is null and expires_at > ${input.now}`.execute(db)
  return rows[0]
}

/** Ends a session before its time. Twice is once. */
export async function endPortalSession(db: Db, input: { id: string; now: Date }): Promise<void> {
  await sql`update portal_session set ended_at = ${input.now} where id = ${input.id} and ended_at is null`.execute(db)
}

/** Whether a run is this partner's own. A run of all partners is nobody's own. */
export async function isOwnRun(db: Db, input: { runId: string; partnerId: string }): Promise<boolean> {
  const { rows } = await sql`
    select from billing_run where id = ${input.runId} and partner_id = ${input.partnerId}`.execute(db)
  return rows.length > 0
}

/** Forgets links and sessions that expired a week ago, at most a thousand of each at a time. */
export async function sweepPortalAccess(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_MS)
  await sql`
    delete from portal_link where hash in (
      select hash from portal_link where expires_at < ${before} limit 1000)`.execute(db)
  await sql`
    delete from portal_session where id in (
      select id from portal_session where expires_at < ${before} limit 1000)`.execute(db)
}
