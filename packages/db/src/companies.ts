import type { AccountState } from '@bridge/domain'
import { sql } from 'kysely'
import { type NudgedSync, requestAccountSync } from './account-syncs.ts'
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
 * Registers, renames or brings back a company, and in the same transaction sets its account to be sent where the partner is connected.
 * `undefined` where the partner is not known. `sync` is to be nudged if this call made it: who registers while one waits is
 * served by it. A company that stands so already is left untouched.
 */
export async function putCompany(
  db: Db,
  input: { partnerId: string; companyId: string; name: string },
): Promise<{ company: Company; created: boolean; sync: NudgedSync | null } | undefined> {
  const { partnerId, companyId, name } = input
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ created: boolean; connectionId: string | null }>`
      with known as (select id from partner where id = ${partnerId} for key share)
      insert into company (partner_id, id, name) select id, ${companyId}, ${name} from known
      on conflict (partner_id, id) do update
        set name = excluded.name, archived_at = null, last_period = null, updated_at = now()
        where company.name <> excluded.name or company.archived_at is not null
      returning xmax = 0 as created`.execute(tx)
    const written = rows[0]
    const sync = written ? await makeAccountDue(tx, partnerId, companyId) : null
    const company = await getCompany(tx, { partnerId, companyId })
    return company && { company, created: written?.created ?? false, sync }
  })
}

async function makeAccountDue(tx: Db, partnerId: string, companyId: string): Promise<NudgedSync | null> {
  const { rows } = await sql<{ connectionId: string }>`
    insert into account (connection_id, company_id)
    select id, ${companyId} from connection where partner_id = ${partnerId} and status <> 'disconnected'
    on conflict (connection_id, company_id) do update set due = true, due_at = now()
    returning connection_id as "connectionId"`.execute(tx)
  const connectionId = rows[0]?.connectionId
  if (connectionId === undefined) return null
  const { created, ...sync } = await requestAccountSync(tx, connectionId)
  return created ? sync : null
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
