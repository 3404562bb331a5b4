import type { ConnectionState } from '@bridge/domain'
import { sql } from 'kysely'
import { type NudgedSync, requestAccountSync } from './account-syncs.ts'
import type { Db, Tx } from './connect.ts'
import { retryOnDeadlock } from './retry-on-deadlock.ts'

/** A partner's live connection as people see it: never its key. */
export interface ConnectionView {
  id: string
  status: ConnectionState
  organizationId: string
  organizationName: string
  keyHint: string | null
  connectedAt: Date
  activatedAt: Date | null
  needsKeySince: Date | null
  needsKeyReason: string | null
  accounts: { total: number; present: number; waiting: number; failed: number; gone: number }
  lastRun: { id: string; period: string; startedAt: Date; finishedAt: Date | null } | null
}

/** The partner's connection, unless there is none or it was disconnected. */
export async function viewConnection(db: Db, partnerId: string): Promise<ConnectionView | undefined> {
  type Row = Omit<ConnectionView, 'lastRun'> & {
    runId: string | null
    runPeriod: string
    runStartedAt: Date
    runFinishedAt: Date | null
  }
  const { rows } = await sql<Row>`
    select c.id, c.status, c.organization_id as "organizationId", c.organization_name as "organizationName", c.key_hint as "keyHint",
      c.connected_at as "connectedAt", c.activated_at as "activatedAt", c.needs_key_since as "needsKeySince", c.needs_key_reason as "needsKeyReason",
      (select json_build_object('total', count(*), 'present', count(*) filter (where state = 'present'),
          'waiting', count(*) filter (where state = 'waiting'), 'failed', count(*) filter (where state = 'failed'),
          'gone', count(*) filter (where state = 'gone'))
        from account where connection_id = c.id) as accounts,
      r.id as "runId", r.period as "runPeriod", r.started_at as "runStartedAt", r.finished_at as "runFinishedAt"
    from connection c
    left join lateral (
      select b.* from partner_run pr
      join billing_run b on b.period = pr.period and (b.partner_id is null or b.partner_id = c.partner_id) and b.missed_at is null
      where pr.connection_id = c.id
      order by b.started_at desc limit 1) r on true
    where c.partner_id = ${partnerId} and c.status <> 'disconnected'`.execute(db)
  const row = rows[0]
  if (!row) return undefined
  const { runId, runPeriod, runStartedAt, runFinishedAt, ...view } = row
  const lastRun =
    runId === null ? null : { id: runId, period: runPeriod, startedAt: runStartedAt, finishedAt: runFinishedAt }
  return { ...view, lastRun }
}

/** A sync of accounts as people see it. */
export interface AccountSyncView {
  id: string
  status: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  total: number
  done: number
  failed: number
  error: string | null
  requestedAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

/** One sync of one of the partner's connections, ended ones too. */
export async function viewAccountSync(
  db: Db,
  input: { partnerId: string; syncId: string },
): Promise<AccountSyncView | undefined> {
  const { rows } = await sql<AccountSyncView>`
    select s.id, s.status, s.total, s.done, s.failed, s.error, s.requested_at as "requestedAt", s.started_at as "startedAt", s.finished_at as "finishedAt"
    from account_sync s join connection c on c.id = s.connection_id
    where s.id = ${input.syncId} and c.partner_id = ${input.partnerId}`.execute(db)
  return rows[0]
}

/**
 * Sync Company Accounts: every account that is not in order is due now, a company that has none gets one, and a sync is asked for.
 * Pressing it twice, or while one runs, does no harm.
 */
export async function syncAllAccounts(db: Db, connectionId: string): Promise<NudgedSync> {
  return retryOnDeadlock(() => db.transaction().execute((tx) => syncAllAccountsIn(tx, connectionId)))
}

/** As `syncAllAccounts`, in a transaction of the caller's. */
export async function syncAllAccountsIn(tx: Tx, connectionId: string): Promise<NudgedSync> {
  await sql`
    insert into account (connection_id, company_id)
    select c.id, co.id from connection c join company co on co.partner_id = c.partner_id and co.archived_at is null
    where c.id = ${connectionId}
    on conflict do nothing`.execute(tx)
  await sql`
    update account a set due = true, due_at = now()
    where connection_id = ${connectionId} and (due or state = 'failed')`.execute(tx)
  const { id, nudge } = await requestAccountSync(tx, connectionId)
  return { id, nudge }
}
