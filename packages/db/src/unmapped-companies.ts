import { sql } from 'kysely'
import { isTaken, isUnmapped } from './attempts.ts'
import type { Db } from './connect.ts'
import { matchesSearch } from './search-companies.ts'

/** A company that the partner still has to map in Gradient. */
export interface UnmappedCompany {
  companyId: string
  companyName: string
  /** The name of its account in Gradient; null while none was seen there. */
  accountName: string | null
  unitCount: number | null
  /** When Gradient first answered so, since it last took a number of this period. */
  since: Date | null
}

/** What a partner has to map, in the period that its live connection billed last. */
export interface UnmappedCompanies {
  /** Null where there is no live connection, or nothing was billed on it. */
  period: string | null
  /** How many there are in all, whatever is searched. */
  total: number
  /** Companies that were unmapped once in this period and whose number Gradient has taken since. */
  mappedSince: number
  companies: UnmappedCompany[]
}

/** Of `p` (a push): Gradient's last word is that the account is not mapped, also while it is being asked again. */
const isToMap = sql`(p.outcome = 'unmapped' or (p.outcome in ('waiting', 'sending') and p.last_reason = 'unmapped'))`

/** Of `p`: Gradient has its number, also while it is sent once more as the last call of its run. */
export const isHeld = sql`(p.outcome = 'accepted' or (p.rebuild and p.outcome in ('waiting', 'sending')))`

/** Of `p`: unmapped once, and taken since. Whoever was asked once only was never unmapped. */
export const isMappedSince = sql`(${isHeld} and p.attempts > 1 and exists (select from attempt a where a.push_id = p.id and ${isUnmapped}))`

/** The companies that are to be mapped, by their ids, those after `afterId`; with `search` those whose name or id has it in it. */
export async function listUnmappedCompanies(
  db: Db,
  input: { partnerId: string; search?: string | undefined; afterId: string; limit: number },
): Promise<UnmappedCompanies> {
  const { partnerId, search, afterId, limit } = input
  const newest = await newestBilled(db, partnerId)
  if (!newest) return { period: null, total: 0, mappedSince: 0, companies: [] }
  const { period, connectionId } = newest
  const theirs = sql`p.period = ${period} and p.partner_id = ${partnerId} and p.connection_id = ${connectionId}`
  const [counted, listed] = await Promise.all([
    sql<{ total: number; mappedSince: number }>`
      select (count(*) filter (where ${isToMap}))::integer as total, (count(*) filter (where ${isMappedSince}))::integer as "mappedSince"
      from push p where ${theirs}`.execute(db),
    sql<UnmappedCompany>`
      select p.company_id as "companyId", co.name as "companyName", account.name as "accountName", p.unit_count as "unitCount",
        (select a.finished_at from attempt a
          where a.push_id = p.id and ${isUnmapped}
            and a.id > coalesce((select a.id from attempt a where a.push_id = p.id and ${isTaken} order by a.id desc limit 1), 0)
          order by a.id limit 1) as since
      from push p
      join company co on co.partner_id = p.partner_id and co.id = p.company_id
      left join account on account.connection_id = p.connection_id and account.company_id = p.company_id
      where ${theirs} and ${isToMap} and p.company_id > ${afterId}
        and ${search === undefined ? sql`true` : matchesSearch(search, sql`co.name`, sql`co.id`)}
      order by p.company_id limit ${limit}`.execute(db),
  ])
  return { period, total: 0, mappedSince: 0, ...counted.rows[0], companies: listed.rows }
}

/** The newest period that was billed on the partner's live connection. */
async function newestBilled(db: Db, partnerId: string): Promise<{ connectionId: string; period: string } | undefined> {
  const { rows } = await sql<{ connectionId: string; period: string }>`
    select pr.connection_id as "connectionId", pr.period from connection c join partner_run pr on pr.connection_id = c.id
    where c.partner_id = ${partnerId} and c.status <> 'disconnected'
    order by pr.period desc limit 1`.execute(db)
  return rows[0]
}
