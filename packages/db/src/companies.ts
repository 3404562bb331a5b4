import type { AccountState } from '@bridge/domain'
import { CompiledQuery, sql } from 'kysely'
import { type NudgedSync, queueAccountSync } from './account-syncs.ts'
import type { Db } from './connect.ts'
import { matchesSearch } from './search-companies.ts'

/** A company with what we know of it in Gradient. */
export interface Company {
  id: string
  partnerId: string
  name: string
  archivedAt: Date | null
  /** The last period that is billed for it; null while it is not archived. */
  lastPeriod: string | null
  createdAt: Date
  updatedAt: Date
  accountState: AccountState
  accountReason: string | null
  accountUpdatedAt: Date | null
}

/** Of `co` (a company), `c` (the partner's live connection, if there is one) and `a` (the company's account on it, if there is one). */
export const accountColumns = sql`
  coalesce(a.state, 'waiting') as "accountState",
  case
    when c.id is null then 'not_connected'
    when a.reason is not null then a.reason
    when a.company_id is null then 'archived'
    when a.due and c.status = 'needs_key' then 'needs_key'
  end as "accountReason",
  a.updated_at as "accountUpdatedAt"`

const stored = sql`
  select co.id, co.partner_id as "partnerId", co.name, co.archived_at as "archivedAt", co.last_period as "lastPeriod",
    co.created_at as "createdAt", co.updated_at as "updatedAt", ${accountColumns}
  from company co
  left join connection c on c.partner_id = co.partner_id and c.status <> 'disconnected'
  left join account a on a.connection_id = c.id and a.company_id = co.id`

/** One company, if it is known. */
export async function getCompany(
  db: Db,
  input: { partnerId: string; companyId: string },
): Promise<Company | undefined> {
  const { rows } = await sql<Company>`
    ${stored} where co.partner_id = ${input.partnerId} and co.id = ${input.companyId}`.execute(db)
  return rows[0]
}

/**
 * A partner's companies in the order of their ids, those after `afterId`; with `account` only those in that state, with `search` only those
 * whose name or id has it in it.
 */
export async function listCompanies(
  db: Db,
  input: {
    partnerId: string
    afterId: string
    limit: number
    account?: AccountState | undefined
    search?: string | undefined
  },
): Promise<Company[]> {
  const { search, account = null } = input
  const { rows } = await sql<Company>`
    ${stored} where co.partner_id = ${input.partnerId} and co.id > ${input.afterId}
      and (${account}::text is null or coalesce(a.state, 'waiting') = ${account})
      and ${search === undefined ? sql`true` : matchesSearch(search, sql`co.name`, sql`co.id`)}
    order by co.id limit ${input.limit}`.execute(db)
  return rows
}

/**
 * Registers, renames or brings back a company, and in the same transaction sets its account to be sent where the partner is connected. `undefined` where
 * the partner is not known. A company that stands so already is left untouched.
 *
 * The sync is asked for after the commit, and not in it: many who register at once for one partner would stand in line for its row. One that is
 * still queued when the account is committed reads the accounts later, and so serves it; `sync` is one that this call made, to be nudged. A process that dies
 * in between leaves an account that is due, which the sweep finds. How it is asked for is `queueSync`: see `shareSyncRequests`.
 */
export async function putCompany(
  db: Db,
  input: { partnerId: string; companyId: string; name: string },
  queueSync = (connectionId: string) => queueAccountSync(db, connectionId),
): Promise<{ company: Company; created: boolean; sync: NudgedSync | null } | undefined> {
  const { partnerId, companyId, name } = input
  const { rows } = await db.executeQuery<Registered>(CompiledQuery.raw(REGISTER, [partnerId, companyId, name]))
  const written = rows[0]
  if (!written) {
    const company = await getCompany(db, input)
    return company && { company, created: false, sync: null }
  }
  const sync = written.connectionId === null ? null : await queueSync(written.connectionId)
  return { company: toCompany(input, written), created: written.created, sync }
}

/** What is known of a company that was written. */
interface Registered {
  created: boolean
  createdAt: Date
  updatedAt: Date
  connectionId: string | null
  connectionStatus: string | null
  accountState: AccountState | null
  accountReason: string | null
  accountUpdatedAt: Date | null
}

const REGISTER = `
  select is_new as created, made_at as "createdAt", changed_at as "updatedAt", link_id as "connectionId", link_status as "connectionStatus",
    account_state as "accountState", account_reason as "accountReason", account_changed_at as "accountUpdatedAt"
  from register_company($1, $2, $3) where is_new is not null`

/** As `accountColumns` has it of an account that is due. */
function toCompany(input: { partnerId: string; companyId: string; name: string }, written: Registered): Company {
  const stopped = written.connectionStatus === 'needs_key' ? 'needs_key' : null
  return {
    id: input.companyId,
    partnerId: input.partnerId,
    name: input.name,
    archivedAt: null,
    lastPeriod: null,
    createdAt: written.createdAt,
    updatedAt: written.updatedAt,
    accountState: written.accountState ?? 'waiting',
    accountReason: written.connectionId === null ? 'not_connected' : (written.accountReason ?? stopped),
    accountUpdatedAt: written.accountUpdatedAt,
  }
}

/**
 * Archives a company: `lastPeriod` is the last one billed. Archiving twice changes nothing. Answers whether the partner exists;
 * a company that is not known counts as archived.
 */
export async function archiveCompany(
  db: Db,
  input: { partnerId: string; companyId: string; lastPeriod: string },
): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    with archived as (
      update company set archived_at = now(), last_period = ${input.lastPeriod}, updated_at = now()
      where partner_id = ${input.partnerId} and id = ${input.companyId} and archived_at is null)
    select exists (select from partner where id = ${input.partnerId}) as known`.execute(db)
  return rows[0]?.known ?? false
}
