import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './connect.ts'
import type { SealedKeyColumns } from './connections.ts'
import { notPaused } from './pauses.ts'

/** Leave to make one call with a connection's key, to see whether Gradient takes it. */
export interface KeyProbe {
  token: string
  connectionId: string
  partnerId: string
  keyVersion: number
  sealedKey: SealedKeyColumns
}

/**
 * Begins a probe, which lasts `claimMs` by the database's clock: the call must start and end within it. Unlike other claims it may be
 * had while the key is in doubt; `null` where the connection cannot be called, or everything or its partner is stopped.
 *
 * It holds against a disconnect as every claim does: it locks the connection's row, so either the disconnect sees it (`callsUnderWay`)
 * and waits for it, or it sees the disconnect and is not begun.
 */
export async function beginProbe(db: Db, input: { connectionId: string; claimMs: number }): Promise<KeyProbe | null> {
  const token = randomUUID()
  const { rows } = await sql<Omit<KeyProbe, 'sealedKey'> & SealedKeyColumns>`
    with live as materialized (
      select id, partner_id, key_version, key_id, key_nonce, key_ciphertext from connection
      where id = ${input.connectionId} and status in ('pending', 'active')
        and ${notPaused('any', sql`partner_id`)}
      for share
    ), begun as (
      insert into key_probe (token, connection_id, claimed_until)
      select ${token}::uuid, id, now() + ${input.claimMs}::double precision * interval '1 millisecond' from live
    ), forgotten as (
      delete from key_probe where connection_id = ${input.connectionId} and claimed_until < now()
    )
    select ${token} as token, id as "connectionId", partner_id as "partnerId", key_version as "keyVersion",
      key_id as "keyId", key_nonce as nonce, key_ciphertext as ciphertext from live`.execute(db)
  const row = rows[0]
  if (!row) return null
  const { keyId, nonce, ciphertext, ...probe } = row
  return { ...probe, sealedKey: { keyId, nonce, ciphertext } }
}

/** Ends a probe, once its answer is there. */
export async function endProbe(db: Db, probe: KeyProbe): Promise<void> {
  await db.deleteFrom('key_probe').where('token', '=', probe.token).execute()
}
