import type { AccountState } from '@bridge/domain'
import { sql } from 'kysely'
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
 * in between leaves an account that is due, which the sweep finds.
 */
export async function putCompany(
  db: Db,
  input: { partnerId: string; companyId: string; name: string },
): Promise<{ company: Company; created: boolean; sync: NudgedSync | null } | undefined> {
  const { partnerId, companyId, name } = input
  const { written, connectionId } = await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ created: boolean }>`
      with known as (select id from partner where id = ${partnerId} for key share)
      insert into company (partner_id, id, name) select id, ${companyId}, ${name} from known
      on conflict (partner_id, id) do update
        set name = excluded.name, archived_at = null, last_period = null, updated_at = now()
        where company.name <> excluded.name or company.archived_at is not null
      returning xmax = 0 as created`.execute(tx)
    return { written: rows[0], connectionId: rows[0] && (await makeAccountDue(tx, partnerId, companyId)) }
  })
  const sync = connectionId === undefined ? null : await queueAccountSync(db, connectionId)
  const company = await getCompany(db, { partnerId, companyId })
  return company && { company, created: written?.created ?? false, sync }
}

/** Answers the connection on which the account is due; none where the partner has none. */
async function makeAccountDue(tx: Db, partnerId: string, companyId: string): Promise<string | undefined> {
  const { rows } = await sql<{ connectionId: string }>`
    insert into account (connection_id, company_id)
    select id, ${companyId} from connection where partner_id = ${partnerId} and status <> 'disconnected'
    on conflict (connection_id, company_id) do update set due = true, due_at = now()
    returning connection_id as "connectionId"`.execute(tx)
  return rows[0]?.connectionId
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
