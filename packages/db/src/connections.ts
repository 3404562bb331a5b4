import { sql } from 'kysely'
import type { Db } from './connect.ts'
import type { NudgedMail } from './mails.ts'

/** A key as it lies in the database; the vault opens it. */
export interface SealedKeyColumns {
  keyId: string
  nonce: Buffer
  ciphertext: Buffer
}

/** What a checked key tells: whose organization it is, and how it is kept. */
export interface KeyedOrganization {
  organizationId: string
  organizationName: string
  sealedKey: SealedKeyColumns
  /** Its last four characters. */
  keyHint: string
}

/**
 * The connection that is not disconnected, if there is one; with `lock`, held until the transaction ends, but not against those who only refer to it: one of them who waits for the partner that
 * we have locked would never end.
 */
export async function liveConnection(db: Db, partnerId: string, lock = false) {
  let query = db
    .selectFrom('connection')
    .selectAll()
    .where('partner_id', '=', partnerId)
    .where('status', '<>', 'disconnected')
  if (lock) query = query.forNoKeyUpdate()
  return query.executeTakeFirst()
}

/**
 * Makes the partner's connection, with an account row for every company that may be billed, all in one transaction. One that is archived has
 * one too where an earlier connection to the same organization left a number in Gradient: its last zero is still owed.
 * The unique index `connection_live` refuses a second live one.
 */
export async function insertConnection(
  tx: Db,
  input: KeyedOrganization & { id: string; partnerId: string; lastClosedPeriod: string },
): Promise<void> {
  await tx
    .insertInto('connection')
    .values({
      id: input.id,
      partner_id: input.partnerId,
      status: 'pending',
      organization_id: input.organizationId,
      organization_name: input.organizationName,
      key_id: input.sealedKey.keyId,
      key_nonce: input.sealedKey.nonce,
      key_ciphertext: input.sealedKey.ciphertext,
      key_hint: input.keyHint,
    })
    .execute()
  await sql`
    insert into account (connection_id, company_id)
    select ${input.id}::uuid, id from company
    where partner_id = ${input.partnerId} and (last_period is null or last_period >= ${input.lastClosedPeriod})`.execute(
    tx,
  )
  await sql`
    insert into account (connection_id, company_id, state, due, accepted_count, accepted_period, accepted_revision)
    select ${input.id}::uuid, co.id, 'present', false, held.accepted_count, held.accepted_period, held.accepted_revision
    from company co, lateral (
      select a.accepted_count, a.accepted_period, a.accepted_revision from connection c
      join account a on a.connection_id = c.id and a.company_id = co.id
      where c.partner_id = co.partner_id and c.organization_id = ${input.organizationId} and c.id <> ${input.id}
      order by c.connected_at desc limit 1) held
    where co.partner_id = ${input.partnerId} and co.last_period < ${input.lastClosedPeriod} and held.accepted_count <> 0`.execute(
    tx,
  )
}

/**
 * Puts a checked new key in the place of the old one. Work that waited for a key goes on: the connection becomes what it was
 * before, and no doubt of the old key is left. Whether the integration has to be announced is asked again: after a disconnect inside
 * Gradient it begins anew there. Answers whether the connection was still live.
 */
export async function replaceKey(tx: Db, connectionId: string, input: KeyedOrganization): Promise<boolean> {
  const result = await sql`
    update connection set
      key_id = ${input.sealedKey.keyId}, key_nonce = ${input.sealedKey.nonce}, key_ciphertext = ${input.sealedKey.ciphertext},
      key_hint = ${input.keyHint}, key_version = key_version + 1,
      organization_name = ${input.organizationName},
      key_in_doubt_since = null, key_doubt_reason = null, key_doubt_lifted_at = null, announced_at = null,
      status = case when status = 'needs_key' then case when activated_at is null then 'pending' else 'active' end else status end,
      needs_key_since = null, needs_key_reason = null
    where id = ${connectionId} and status <> 'disconnected'`.execute(tx)
  return Number(result.numAffectedRows ?? 0) > 0
}

/**
 * Records that Gradient refuses the key: no call of this partner starts until a new one is pasted, no sync of it waits any more, and its admin is to
 * be told by mail. Answers that mail if this call made it so, else null: a refusal of an older key (`keyVersion`) changes nothing, nor does a
 * verdict on a doubt (`doubtRound`) that was lifted meanwhile.
 */
export async function markNeedsKey(
  db: Db,
  input: { connectionId: string; keyVersion: number; reason: string; doubtRound?: number },
): Promise<NudgedMail | null> {
  const round = input.doubtRound ?? null
  const { rows } = await sql<NudgedMail>`
    with marked as (
      update connection set status = 'needs_key', needs_key_since = now(), needs_key_reason = ${input.reason},
        key_in_doubt_since = null, key_doubt_reason = null
      where id = ${input.connectionId} and status in ('pending', 'active') and key_version = ${input.keyVersion}
        and (${round}::integer is null or (key_in_doubt_since is not null and key_doubt_round = ${round}))
      returning id, partner_id, key_version
    ), ended as (
      update account_sync s set status = 'failed', error = ${input.reason}, finished_at = now()
      from marked where s.connection_id = marked.id and s.status = 'queued'
    )
    insert into mail (kind, partner_id, connection_id, key_version)
    select 'key_stopped', partner_id, id, key_version from marked
    returning id, nudge`.execute(db)
  return rows[0] ?? null
}

/** Records that the integration stands as pending or active in Gradient, so that `pending` is never sent again. */
export async function markAnnounced(db: Db, connectionId: string, active: boolean): Promise<void> {
  await sql`
    update connection set announced_at = coalesce(announced_at, now()),
      status = case when ${active} and status = 'pending' then 'active' else status end,
      activated_at = case when ${active} and status = 'pending' then coalesce(activated_at, now()) else activated_at end
    where id = ${connectionId} and status <> 'disconnected'`.execute(db)
}

/** Some connection that may be called, if there is one: the vendor's own calls need any partner's key. */
export async function anyLiveConnectionId(db: Db): Promise<string | null> {
  const row = await db
    .selectFrom('connection')
    .select('id')
    .where('status', 'in', ['pending', 'active'])
    .where('key_in_doubt_since', 'is', null)
    .orderBy('connected_at')
    .executeTakeFirst()
  return row?.id ?? null
}
