import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { notPaused } from './pauses.ts'

/** A sync that should be nudged. */
export interface NudgedSync {
  id: string
  nudge: number
}

/**
 * Asks for the connection's accounts to be brought into line with its companies. At most one request waits at a time: who asks
 * while one waits is answered with it (`created: false`); who asks while one runs gets one more behind it.
 */
export async function requestAccountSync(db: Db, connectionId: string): Promise<NudgedSync & { created: boolean }> {
  const { rows } = await sql<NudgedSync & { created: boolean }>`
    with made as (
      insert into account_sync (connection_id) values (${connectionId})
      on conflict (connection_id) where status = 'queued' do update set due_at = least(account_sync.due_at, now())
      returning id, nudge, xmax = 0 as created)
    select * from made`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('no account sync was made')
  return row
}

/** Has a sync run for accounts that are due and committed. `null` where one is queued already: it has not begun, and will see them. */
export async function queueAccountSync(db: Db, connectionId: string): Promise<NudgedSync | null> {
  const { rows } = await sql<NudgedSync>`
    insert into account_sync (connection_id) values (${connectionId})
    on conflict (connection_id) where status = 'queued' do nothing
    returning id, nudge`.execute(db)
  return rows[0] ?? null
}

/** A sync that this worker alone runs until `claimMs` have passed; renewed before each call. */
export interface SyncClaim {
  syncId: string
  claimToken: string
  connectionId: string
  partnerId: string
  announced: boolean
  tries: number
  keyVersion: number
  sealedKey: { keyId: string; nonce: Buffer; ciphertext: Buffer }
}

/** Takes a queued sync. `null` when it is done, another runs for this connection, or no call may start. One whose worker is gone is queued again by the sweep. */
export async function claimSync(db: Db, input: { syncId: string; claimMs: number }): Promise<SyncClaim | null> {
  const claimToken = randomUUID()
  try {
    const { rows } = await sql<Omit<SyncClaim, 'sealedKey'> & SyncClaim['sealedKey']>`
      update account_sync s
      set status = 'running', claim_token = ${claimToken}, tries = s.tries + 1, error = null,
        claimed_until = now() + ${input.claimMs}::double precision * interval '1 millisecond',
        started_at = coalesce(s.started_at, now())
      from connection c
      where s.id = ${input.syncId} and c.id = s.connection_id
        and s.status = 'queued'
        and c.status in ('pending', 'active') and c.key_in_doubt_since is null
        and ${notPaused('accounts', sql`c.partner_id`)}
      returning s.id as "syncId", s.claim_token as "claimToken", c.id as "connectionId", c.partner_id as "partnerId",
        c.announced_at is not null as announced, s.tries, c.key_version as "keyVersion",
        c.key_id as "keyId", c.key_nonce as nonce, c.key_ciphertext as ciphertext`.execute(db)
    const row = rows[0]
    if (!row) return null
    const { keyId, nonce, ciphertext, ...claim } = row
    return { ...claim, sealedKey: { keyId, nonce, ciphertext } }
  } catch (error) {
    if (error instanceof Error && 'constraint' in error && error.constraint === 'account_sync_running') return null
    throw error
  }
}

/** The permission for one more call: true while the claim is ours and the connection may be called; it then lasts `claimMs` from now. */
export async function renewSync(db: Db, claim: SyncClaim, claimMs: number): Promise<boolean> {
  const result = await sql`
    update account_sync s set claimed_until = now() + ${claimMs}::double precision * interval '1 millisecond'
    from connection c
    where s.id = ${claim.syncId} and s.status = 'running' and s.claim_token = ${claim.claimToken} and s.claimed_until >= now()
      and c.id = s.connection_id and c.status in ('pending', 'active') and c.key_in_doubt_since is null and c.key_version = ${claim.keyVersion}
      and ${notPaused('accounts', sql`c.partner_id`)}`.execute(db)
  return Number(result.numAffectedRows ?? 0) > 0
}

/** Shows how far the sync has come. */
export async function recordSyncProgress(
  db: Db,
  claim: SyncClaim,
  progress: { total: number; done: number; failed: number },
): Promise<void> {
  await db
    .updateTable('account_sync')
    .set(progress)
    .where('id', '=', claim.syncId)
    .where('claim_token', '=', claim.claimToken)
    .where('status', '=', 'running')
    .execute()
}

/**
 * Ends a sync that this worker runs. A sync whose connection was disconnected meanwhile ends as `cancelled`. Answers the one that waits
 * behind it: its own job may have come while this one ran, and found nothing to do.
 */
export async function finishSync(
  db: Db,
  claim: SyncClaim,
  end: { status: 'done' | 'failed'; error: string | null },
): Promise<NudgedSync | undefined> {
  await sql`
    update account_sync s set
      status = case when c.status = 'disconnected' then 'cancelled' else ${end.status} end,
      error = ${end.error}, finished_at = now(), claim_token = null, claimed_until = null
    from connection c
    where s.id = ${claim.syncId} and s.status = 'running' and s.claim_token = ${claim.claimToken} and c.id = s.connection_id`.execute(
    db,
  )
  return nextSync(db, claim, 0)
}

/**
 * Gives a sync back to be tried again after `retryInMs`. Where another waits behind it already, that one does the work and this one
 * ends as failed and that one waits as long; where the connection is gone, as cancelled. Answers the one that waits.
 */
export async function releaseSync(
  db: Db,
  claim: SyncClaim,
  input: { retryInMs: number; error: string },
): Promise<NudgedSync | undefined> {
  await sql`
    update account_sync s set
      status = case
        when c.status = 'disconnected' then 'cancelled'
        when exists (select from account_sync q where q.connection_id = s.connection_id and q.status = 'queued') then 'failed'
        else 'queued' end,
      finished_at = case
        when c.status = 'disconnected' or exists (select from account_sync q where q.connection_id = s.connection_id and q.status = 'queued')
        then now() end,
      error = ${input.error}, claim_token = null, claimed_until = null,
      due_at = now() + ${input.retryInMs}::double precision * interval '1 millisecond'
    from connection c
    where s.id = ${claim.syncId} and s.status = 'running' and s.claim_token = ${claim.claimToken} and c.id = s.connection_id`.execute(
    db,
  )
  return nextSync(db, claim, input.retryInMs)
}

/** A new round, in `waitMs`, for the sync that waits behind this one. */
async function nextSync(db: Db, ended: SyncClaim, waitMs: number): Promise<NudgedSync | undefined> {
  const { rows } = await sql<NudgedSync>`
    update account_sync set nudge = nudge + 1, due_at = now() + ${waitMs}::double precision * interval '1 millisecond'
    where connection_id = ${ended.connectionId} and status = 'queued' and id <> ${ended.syncId}
    returning id, nudge`.execute(db)
  return rows[0]
}

/**
 * Brings forgotten syncs back: those whose worker is gone are queued again (or cancelled, where the partner has disconnected), and a connection with accounts that are due and no
 * sync gets one. Answers every sync that may run now.
 */
export async function sweepSyncs(db: Db): Promise<NudgedSync[]> {
  await sql`
    update account_sync s set
      status = case when exists (select from account_sync q where q.connection_id = s.connection_id and q.status = 'queued') then 'failed' else 'queued' end,
      finished_at = case when exists (select from account_sync q where q.connection_id = s.connection_id and q.status = 'queued') then now() end,
      nudge = s.nudge + 1, error = 'its worker stopped', claim_token = null, claimed_until = null, due_at = now()
    where s.status = 'running' and s.claimed_until < now()`.execute(db)
  await sql`
    update account_sync s set status = 'cancelled', finished_at = now()
    from connection c where c.id = s.connection_id and c.status = 'disconnected' and s.status = 'queued'`.execute(db)
  await sql`
    insert into account_sync (connection_id)
    select c.id from connection c
    where c.status in ('pending', 'active') and c.key_in_doubt_since is null
      and exists (select from account a where a.connection_id = c.id and a.due and a.due_at <= now())
      and not exists (select from account_sync s where s.connection_id = c.id and s.status in ('queued', 'running'))
    on conflict do nothing`.execute(db)
  const { rows } = await sql<NudgedSync>`
    select s.id, s.nudge from account_sync s
    join connection c on c.id = s.connection_id and c.status in ('pending', 'active') and c.key_in_doubt_since is null
    where s.status = 'queued' and s.due_at <= now()
      and ${notPaused('accounts', sql`c.partner_id`)}
    order by s.due_at limit 1000`.execute(db)
  return rows
}

/** Gives syncs a new round; see `advanceNudges`. */
export async function advanceSyncNudges(db: Db, ids: string[]): Promise<NudgedSync[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<NudgedSync>`
    update account_sync set nudge = nudge + 1 where id = any(${ids}::uuid[]) and status = 'queued' returning id, nudge`.execute(
    db,
  )
  return rows
}
