import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { notPaused } from './pauses.ts'

/** A doubt of one connection's key; `round` tells it from earlier ones. */
export interface KeyDoubt {
  connectionId: string
  round: number
}

/**
 * Records that Gradient refused a call with the connection's key. From here on no call with it starts but the probes that find out
 * whose fault it is. Answers the doubt if this call raised it, to be nudged; `null` where it is in doubt already, has another key by now
 * (`keyVersion`), or cannot be called anyway.
 */
export async function doubtKey(
  db: Db,
  input: { connectionId: string; keyVersion: number; reason: string },
): Promise<KeyDoubt | null> {
  const { rows } = await sql<KeyDoubt>`
    update connection set key_in_doubt_since = now(), key_doubt_reason = ${input.reason}, key_doubt_round = key_doubt_round + 1
    where id = ${input.connectionId} and status in ('pending', 'active') and key_version = ${input.keyVersion}
      and key_in_doubt_since is null
    returning id as "connectionId", key_doubt_round as round`.execute(db)
  return rows[0] ?? null
}

/** The doubts that wait for a verdict; none while everything is stopped, nor those of a partner that is. */
export async function keysInDoubt(db: Db): Promise<KeyDoubt[]> {
  const { rows } = await sql<KeyDoubt>`
    select id as "connectionId", key_doubt_round as round from connection
    where key_in_doubt_since is not null and status in ('pending', 'active')
      and ${notPaused('any', sql`partner_id`)}
    order by key_in_doubt_since`.execute(db)
  return rows
}

/** A doubt with what its judge must know. */
export interface OpenDoubt extends KeyDoubt {
  partnerId: string
  keyVersion: number
  reason: string
  /** A doubt of this key was found groundless a few minutes ago, and here it is again. */
  again: boolean
  /** The newest attempt when the judge began; see `nextToVouch`. */
  newestAttemptId: string
}

/** After this, a new doubt stands for itself. */
const AGAIN_WITHIN = sql`interval '10 minutes'`

/** The doubt of a connection, if there is one to be judged now. */
export async function openDoubt(db: Db, connectionId: string): Promise<OpenDoubt | null> {
  const { rows } = await sql<OpenDoubt>`
    select id as "connectionId", partner_id as "partnerId", key_doubt_round as round, key_version as "keyVersion",
      coalesce(key_doubt_reason, '') as reason, coalesce(key_doubt_lifted_at > now() - ${AGAIN_WITHIN}, false) as again,
      coalesce((select max(id) from attempt), 0)::text as "newestAttemptId"
    from connection
    where id = ${connectionId} and key_in_doubt_since is not null and status in ('pending', 'active')
      and ${notPaused('any', sql`partner_id`)}`.execute(db)
  return rows[0] ?? null
}

/** Another connection that may be asked whether the vendor's key is in order. */
export interface Voucher {
  connectionId: string
  partnerId: string
  /** Its own key is, or was a few minutes ago, in doubt: its good answer says less. */
  suspect: boolean
  /** A call of it succeeded after the judge began. */
  succeededSince: boolean
}

/**
 * The connection whose key is most likely good, besides those in `except` and of partners that are stopped: out of doubt first, then the one whose last success is the most
 * recent. Successes are looked for among the newest thousand attempts; an answer "not mapped" is one too, since its token was taken.
 */
export async function nextToVouch(
  db: Db,
  input: { except: string[]; sinceAttemptId: string },
): Promise<Voucher | null> {
  const { rows } = await sql<Voucher>`
    with newest as (
      select id, connection_id, http_status, reason from attempt order by id desc limit 1000
    ), succeeded as (
      select connection_id, max(id) as last from newest
      where http_status between 200 and 299 or reason = 'unmapped' group by connection_id
    ), live as (
      select c.id, c.partner_id, s.last, coalesce(c.activated_at, c.connected_at) as known_since,
        c.key_in_doubt_since is not null or coalesce(c.key_doubt_lifted_at > now() - ${AGAIN_WITHIN}, false) as suspect
      from connection c left join succeeded s on s.connection_id = c.id
      where c.status in ('pending', 'active') and c.id <> all(${input.except}::uuid[])
        and ${notPaused('any', sql`c.partner_id`)}
    )
    select id as "connectionId", partner_id as "partnerId", suspect,
      coalesce(last > ${input.sinceAttemptId}::bigint, false) as "succeededSince"
    from live order by suspect, last desc nulls last, known_since desc limit 1`.execute(db)
  return rows[0] ?? null
}

/** Ends a doubt that was groundless. Answers whether it still stood. */
export async function liftDoubt(db: Db, doubt: KeyDoubt): Promise<boolean> {
  const result = await sql`
    update connection set key_in_doubt_since = null, key_doubt_reason = null, key_doubt_lifted_at = now()
    where id = ${doubt.connectionId} and key_in_doubt_since is not null and key_doubt_round = ${doubt.round}`.execute(
    db,
  )
  return Number(result.numAffectedRows ?? 0) > 0
}

/**
 * The verdict that the vendor's key is refused for everybody: all sending stops until an operator resumes it, and no partner is blamed.
 * Every doubt is lifted in the same statement, so that all goes on then; where the key is still refused, new doubts stop it again.
 * Answers whether this call stopped it; not where the doubt it judged has been settled meanwhile.
 */
export async function stopForVendorKey(
  db: Db,
  doubt: KeyDoubt,
  input: { detail: string; by: string },
): Promise<boolean> {
  const { rows } = await sql`
    with stopped as (
      insert into sending_pause (reason, detail, paused_by)
      select 'vendor_key_refused', ${input.detail}::text, ${input.by}::text
      where exists (select from connection
        where id = ${doubt.connectionId} and key_in_doubt_since is not null and key_doubt_round = ${doubt.round})
      on conflict do nothing
      returning id
    ), lifted as (
      update connection set key_in_doubt_since = null, key_doubt_reason = null, key_doubt_lifted_at = null
      where (key_in_doubt_since is not null or key_doubt_lifted_at is not null) and exists (select from stopped)
    )
    select id from stopped`.execute(db)
  return rows.length > 0
}
