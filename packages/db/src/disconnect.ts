import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'
import type { SealedKeyColumns } from './connections.ts'
import { retryOnDeadlock } from './retry-on-deadlock.ts'
import type { Tables } from './tables.ts'

/**
 * Ends the connection for good: its key is destroyed, its waiting and failed pushes and its syncs are cancelled. Calls that were
 * claimed before are left to settle; `callsLeft` tells when they have. `farewell` is held as a call that is under way, for `claimMs`,
 * until `endFarewell`. Answers the key as it lay there, for that last call to Gradient, or `null` if it was disconnected already.
 */
export async function disconnect(
  tx: Kysely<Tables>,
  connectionId: string,
  farewell?: Farewell,
): Promise<SealedKeyColumns | null> {
  const { rows } = await sql<SealedKeyColumns>`
    update connection c set status = 'disconnected', disconnected_at = now(),
      key_id = null, key_nonce = null, key_ciphertext = null, key_hint = null, key_in_doubt_since = null, key_doubt_reason = null
    from connection old
    where c.id = ${connectionId} and old.id = c.id and c.status <> 'disconnected'
    returning old.key_id as "keyId", old.key_nonce as nonce, old.key_ciphertext as ciphertext`.execute(tx)
  const key = rows[0]
  if (!key) return null
  await cancelWork(tx, connectionId)
  if (farewell) {
    await sql`
      insert into key_probe (token, connection_id, claimed_until)
      values (${farewell.token}, ${connectionId}, now() + ${farewell.claimMs}::double precision * interval '1 millisecond')`.execute(
      tx,
    )
  }
  return key
}

async function cancelWork(db: Db, connectionId: string): Promise<void> {
  await sql`
    update push set outcome = 'cancelled', settled_at = now()
    where connection_id = ${connectionId} and outcome in ('waiting', 'failed')`.execute(db)
  await sql`
    update account_sync set status = 'cancelled', finished_at = now(), claim_token = null, claimed_until = null
    where connection_id = ${connectionId} and (status = 'queued' or (status = 'running' and claimed_until < now()))`.execute(
    db,
  )
}

/** The last call with a connection's key, which tells Gradient `inactive`. Its row is one of `key_probe`. */
export interface Farewell {
  token: string
  /** How long it holds from now, in milliseconds of the database's clock. */
  claimMs: number
}

/** Holds a farewell for `claimMs` from now; answers whether it was still held, without which its call may not start. */
export async function renewFarewell(db: Db, { token, claimMs }: Farewell): Promise<boolean> {
  const result = await sql`
    update key_probe set claimed_until = now() + ${claimMs}::double precision * interval '1 millisecond'
    where token = ${token} and claimed_until >= now()`.execute(db)
  return Number(result.numAffectedRows ?? 0) > 0
}

/** Ends a farewell, made or not. */
export async function endFarewell(db: Db, token: string): Promise<void> {
  await db.deleteFrom('key_probe').where('token', '=', token).execute()
}

/**
 * How much of a disconnected connection may still call, but for its farewell; at 0 no call with its key starts any more.
 *
 * Cancels first what may be claimed. A claim whose statement began before the disconnect committed still sees the connection as it was; where its
 * push came to wait beside the disconnect (a run that was just being planned, a count that was just corrected) the disconnect did not see it.
 * Of the claim and this cancelling, whichever has the row second sees what the first did.
 */
export async function callsLeft(db: Db, input: { connectionId: string; exceptToken: string }): Promise<number> {
  const { connectionId, exceptToken } = input
  await retryOnDeadlock(() => cancelWork(db, connectionId))
  const { rows } = await sql<{ calls: number }>`
    select (select count(*) from push where connection_id = ${connectionId}
        and (outcome in ('waiting', 'failed') or (outcome = 'sending' and claimed_until >= now())))
      + (select count(*) from account_sync where connection_id = ${connectionId} and (status = 'queued' or (status = 'running' and claimed_until >= now())))
      + (select count(*) from key_probe where connection_id = ${connectionId} and claimed_until >= now() and token <> ${exceptToken})
      as calls`.execute(db)
  return Number(rows[0]?.calls ?? 0)
}

/** How many calls with the connection's key may still be on their way: claims, of pushes, of syncs and of probes, that have not run out. */
export async function callsUnderWay(db: Db, connectionId: string): Promise<number> {
  return claimsUnderWay(db, sql`(${connectionId}::uuid)`)
}

/** As `callsUnderWay`, of all the partner's connections that are disconnected; their farewells count too. */
export async function oldCallsUnderWay(db: Db, partnerId: string): Promise<number> {
  return claimsUnderWay(
    db,
    sql`(select id from connection where partner_id = ${partnerId} and status = 'disconnected')`,
  )
}

async function claimsUnderWay(db: Db, connections: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ calls: number }>`
    select (select count(*) from push where connection_id in ${connections} and outcome = 'sending' and claimed_until >= now())
      + (select count(*) from account_sync where connection_id in ${connections} and status = 'running' and claimed_until >= now())
      + (select count(*) from key_probe where connection_id in ${connections} and claimed_until >= now())
      as calls`.execute(db)
  return Number(rows[0]?.calls ?? 0)
}
