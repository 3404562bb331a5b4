import { sql } from 'kysely'
import type { Db, Tx } from './connect.ts'
import type { OperatorRole } from './operators.ts'

/** Sessions are kept this long after they have expired, for whoever asks from where somebody was signed in. */
const KEPT_MS = 62 * 24 * 3_600_000

/** A browser in which an operator is signed in, as long as they may stay; the role is the one that they have now. */
export interface OperatorSession {
  id: string
  operatorId: string
  name: string
  role: OperatorRole
  expiresAt: Date
}

/**
 * Begins a session; `hash` is the SHA-256 of its cookie. `false`: the operator was disabled or got another password in the meantime
 * (`passwordHash` is the one that was checked; null for a sign-in without).
 */
export async function insertOperatorSession(
  tx: Tx,
  input: {
    hash: Buffer
    operatorId: string
    passwordHash: string | null
    address: string
    now: Date
    expiresAt: Date
  },
): Promise<boolean> {
  const made = await sql`
    with let_in as (
      select id from operator where id = ${input.operatorId} and disabled_at is null
        and (${input.passwordHash}::text is null or password_hash = ${input.passwordHash}) for share)
    insert into operator_session (hash, operator_id, address, created_at, expires_at)
    select ${input.hash}, id, ${input.address}, ${input.now}::timestamptz, ${input.expiresAt}::timestamptz from let_in`.execute(
    tx,
  )
  return Number(made.numAffectedRows ?? 0) > 0
}

/** The live session with this hash: neither expired nor ended, of an operator who is not disabled. */
export async function findOperatorSession(
  db: Db,
  input: { hash: Buffer; now: Date },
): Promise<OperatorSession | undefined> {
  const { rows } = await sql<OperatorSession>`
    select s.id, s.operator_id as "operatorId", o.name, o.role, s.expires_at as "expiresAt"
    from operator_session s join operator o on o.id = s.operator_id
    where s.hash = ${input.hash} and s.ended_at is null and s.expires_at > ${input.now} and o.disabled_at is null`.execute(
    db,
  )
  return rows[0]
}

/** Ends a session before its time. Twice is once. */
export async function endOperatorSession(tx: Tx, input: { id: string; now: Date }): Promise<void> {
  await sql`update operator_session set ended_at = ${input.now} where id = ${input.id} and ended_at is null`.execute(tx)
}

/** Ends every session of an operator. */
export async function endSessionsOf(tx: Tx, input: { operatorId: string; now: Date }): Promise<void> {
  await sql`
    update operator_session set ended_at = ${input.now} where operator_id = ${input.operatorId} and ended_at is null`.execute(
    tx,
  )
}

/** Forgets sessions that expired two months ago, at most a thousand at a time, and tries to sign in that count no more. */
export async function sweepOperatorAccess(db: Db, input: { now: Date; windowMs: number }): Promise<void> {
  const before = new Date(input.now.getTime() - KEPT_MS)
  await sql`
    delete from operator_session where id in (
      select id from operator_session where expires_at < ${before} limit 1000)`.execute(db)
  await sql`delete from sign_in_tries where began_at < ${new Date(input.now.getTime() - input.windowMs)}`.execute(db)
}
