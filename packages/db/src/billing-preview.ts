import { type AccountState, shiftPeriod } from '@bridge/domain'
import { type RawBuilder, sql } from 'kysely'
import { accountColumns } from './companies.ts'
import type { Db } from './connect.ts'
import { liveConnection } from './connections.ts'
import { matchesSearch } from './search-companies.ts'
import { byName, byNumber, type SortedList, sortedByColumn, sortedByIds } from './sorted-list.ts'

/** What a company would be sent if its period were billed now. */
export interface PreviewRow {
  companyId: string
  companyName: string
  /** Null where nothing is reported: never sent as 0. */
  unitCount: number | null
  revision: number
  reportedAt: Date | null
  willBeSent: 'usage' | 'final_zero' | 'no_usage'
  accountState: AccountState
  accountReason: string | null
  accountUpdatedAt: Date | null
}

/** Of the whole preview, whatever is searched. */
export interface PreviewTotals {
  companies: number
  billableUsers: number
  withUsage: number
  noUsage: number
  finalZeros: number
}

/** Sorted by company id, or as asked for: nulls last in both directions, of equal ones the lower id first. */
export interface PreviewOrder {
  by: 'companyId' | 'companyName' | 'unitCount'
  descending: boolean
}

/** The place of a row in the preview: its value, as text, in the order of the list, and its id. */
export interface PreviewCursor {
  value?: string | null
  companyId: string
}

/**
 * What would be in a run of `period`, the month that is running, with what is reported by now: the rule of `planRun` (and of `billFor` in the
 * domain), read instead of written; a test holds the three together.
 *
 * A partner that is not connected sees what would be sent if it connected now: `insertConnection` would give an account to every company that may
 * be billed, and to archived ones of which a connection to the same organization left a number in Gradient. Which organization that will be
 * is not known; the one that it had last is taken.
 */
export async function previewBilling(
  db: Db,
  input: {
    partnerId: string
    period: string
    search?: string | undefined
    order?: PreviewOrder | undefined
    after: PreviewCursor | null
    limit: number
  },
): Promise<{ totals: PreviewTotals; rows: (PreviewRow & { sortValue: string | null })[] }> {
  const { partnerId, period, search, limit } = input
  const live = await liveConnection(db, partnerId)
  const billed = live ? billedOn(live.id, { partnerId, period }) : billedIfConnected({ partnerId, period })
  const { after, order, sortValue } = listing(input.order ?? { by: 'companyId', descending: false }, input.after)
  const [totals, rows] = await Promise.all([
    sql<PreviewTotals>`
      select count(*)::integer as companies, coalesce(sum(unit_count), 0)::float8 as "billableUsers",
        (count(*) filter (where not final_zero and unit_count is not null))::integer as "withUsage",
        (count(*) filter (where not final_zero and unit_count is null))::integer as "noUsage",
        (count(*) filter (where final_zero))::integer as "finalZeros"
      from (${billed}) b`.execute(db),
    sql<PreviewRow & { sortValue: string | null }>`
      select b.company_id as "companyId", b.name as "companyName", b.unit_count as "unitCount", b.revision, b.reported_at as "reportedAt",
        case when b.final_zero then 'final_zero' when b.unit_count is null then 'no_usage' else 'usage' end as "willBeSent",
        "accountState", "accountReason", "accountUpdatedAt", ${sortValue} as "sortValue"
      from (${billed}) b
      where ${after} and ${search === undefined ? sql`true` : matchesSearch(search, sql`b.name`, sql`b.company_id`)}
      order by ${order} limit ${limit}`.execute(db),
  ])
  const [sums] = totals.rows
  if (!sums) throw new Error('a sum without a row')
  return { totals: sums, rows: rows.rows }
}

/** With the accounts of a live connection. */
function billedOn(connectionId: string, of: { partnerId: string; period: string }): RawBuilder<unknown> {
  return billedOf(
    of,
    sql`
      join connection c on c.id = ${connectionId}
      left join account a on a.connection_id = c.id and a.company_id = co.id`,
    sql`(co.last_period = ${shiftPeriod(of.period, -1)} and a.company_id is not null) or a.accepted_count <> 0`,
  )
}

/** With the accounts that a connection would begin with. */
function billedIfConnected(of: { partnerId: string; period: string }): RawBuilder<unknown> {
  const before = shiftPeriod(of.period, -1)
  return billedOf(
    of,
    sql`
      left join connection c on false
      left join account a on false
      left join lateral (
        select account.accepted_count from connection former join account on account.connection_id = former.id and account.company_id = co.id
        where former.partner_id = co.partner_id and former.organization_id = (
          select organization_id from connection where partner_id = ${of.partnerId} order by connected_at desc limit 1)
        order by former.connected_at desc limit 1) held on co.last_period < ${before}`,
    sql`co.last_period = ${before} or held.accepted_count <> 0`,
  )
}

/** Each company's count is looked up by the whole key (`limit 1`): right after a bulk load, before statistics, a join was planned as every count for every company. */
function billedOf(
  { partnerId, period }: { partnerId: string; period: string },
  accounts: RawBuilder<unknown>,
  owesZero: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const finalZero = sql`(co.last_period is not null and co.last_period < ${period})`
  return sql`
    select co.id as company_id, co.name, ${finalZero} as final_zero,
      case when ${finalZero} then 0 else u.billable_users end as unit_count,
      case when ${finalZero} then 0 else coalesce(u.revision, 0) end as revision,
      case when ${finalZero} then null else u.reported_at end as reported_at,
      ${accountColumns}
    from company co ${accounts}
    left join lateral (
      select * from usage_count where partner_id = co.partner_id and company_id = co.id and period = ${period} limit 1) u on true
    where co.partner_id = ${partnerId} and (co.last_period is null or co.last_period >= ${period} or ${owesZero})`
}

function listing({ by, descending }: PreviewOrder, after: PreviewCursor | null): SortedList {
  const ids = { columns: [sql`b.company_id`], after: after && [sql`${after.companyId}`] }
  if (by === 'companyId') return sortedByIds(ids, descending)
  const column = by === 'companyName' ? byName(sql`b.name`) : byNumber(sql`b.unit_count`)
  return sortedByColumn(column, ids, descending, after?.value ?? null)
}
