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
): Promise<{ totals: PreviewTotals; rows: SortedPreviewRow[] }> {
  const live = await liveConnection(db, input.partnerId)
  const of: Preview = { ...input, connectionId: live?.id ?? null }
  const [totals, rows] = await Promise.all([sumPreview(db, of), listPreview(db, { ...input, ...of })])
  return { totals, rows }
}

/** A row with its value in the order that was asked for. */
export type SortedPreviewRow = PreviewRow & { sortValue: string | null }

interface Preview {
  partnerId: string
  period: string
  connectionId: string | null
}

/** The companies that would be billed (`company_id, name, final_zero`). */
function billed({ partnerId, period, connectionId }: Preview): RawBuilder<unknown> {
  const before = shiftPeriod(period, -1)
  const owesZero = connectionId
    ? sql`exists (select from account a where a.connection_id = ${connectionId} and a.company_id = co.id
        and (co.last_period = ${before} or a.accepted_count <> 0))`
    : sql`co.last_period = ${before} or 0 <> (
        select a.accepted_count from connection former join account a on a.connection_id = former.id and a.company_id = co.id
        where former.partner_id = co.partner_id and former.organization_id = (
          select organization_id from connection where partner_id = ${partnerId} order by connected_at desc limit 1)
        order by former.connected_at desc limit 1)`
  return sql`
    select co.id as company_id, co.name, co.last_period is not null and co.last_period < ${period} as final_zero
    from company co
    where co.partner_id = ${partnerId} and (co.last_period is null or co.last_period >= ${period} or ${owesZero})`
}

/**
 * The same with what each would be sent (`unit_count`). Both sides are laid together rather than joined: at the beginning of a month the planner
 * takes its counts for a handful, and would compare each of them with each company.
 */
function counted(of: Preview): RawBuilder<unknown> {
  return sql`
    select company_id, max(name) as name, bool_or(final_zero) as final_zero,
      case when bool_or(final_zero) then 0 else max(reported) end as unit_count
    from (
      select company_id, name, final_zero, null::integer as reported from (${billed(of)}) b
      union all
      select company_id, null, null, billable_users from usage_count where partner_id = ${of.partnerId} and period = ${of.period}) laid
    group by company_id having bool_or(final_zero) is not null`
}

async function sumPreview(db: Db, of: Preview): Promise<PreviewTotals> {
  const { rows } = await sql<PreviewTotals>`
    select count(*)::integer as companies, coalesce(sum(unit_count), 0)::float8 as "billableUsers",
      (count(*) filter (where not final_zero and unit_count is not null))::integer as "withUsage",
      (count(*) filter (where not final_zero and unit_count is null))::integer as "noUsage",
      (count(*) filter (where final_zero))::integer as "finalZeros"
    from (${counted(of)}) b`.execute(db)
  const [sums] = rows
  if (!sums) throw new Error('a sum without a row')
  return sums
}

/** Only an order by number needs the numbers of all; else those of the page are looked up, each by its whole key. */
async function listPreview(
  db: Db,
  input: Preview & {
    search?: string | undefined
    order?: PreviewOrder | undefined
    after: PreviewCursor | null
    limit: number
  },
): Promise<SortedPreviewRow[]> {
  const { partnerId, period, connectionId, search } = input
  const by = input.order ?? { by: 'companyId', descending: false }
  const { after, order, sortValue } = listing(by, input.after)
  const { rows } = await sql<SortedPreviewRow>`
    with chosen as materialized (
      select b.company_id, b.name, b.final_zero, ${sortValue} as sort_value, row_number() over (order by ${order}) as place
      from (${by.by === 'unitCount' ? counted(input) : billed(input)}) b
      where ${after} and ${search === undefined ? sql`true` : matchesSearch(search, sql`b.name`, sql`b.company_id`)}
      order by ${order} limit ${input.limit})
    select co.company_id as "companyId", co.name as "companyName", case when co.final_zero then 0 else u.billable_users end as "unitCount",
      case when co.final_zero or u.revision is null then 0 else u.revision end as revision,
      case when not co.final_zero then u.reported_at end as "reportedAt",
      case when co.final_zero then 'final_zero' when u.revision is null then 'no_usage' else 'usage' end as "willBeSent",
      ${accountColumns}, co.sort_value as "sortValue"
    from chosen co
    left join connection c on c.id = ${connectionId}
    left join lateral (
      select * from account where connection_id = ${connectionId} and company_id = co.company_id limit 1) a on true
    left join lateral (
      select * from usage_count where partner_id = ${partnerId} and company_id = co.company_id and period = ${period} limit 1) u on true
    order by co.place`.execute(db)
  return rows
}

function listing({ by, descending }: PreviewOrder, after: PreviewCursor | null): SortedList {
  const ids = { columns: [sql`b.company_id`], after: after && [sql`${after.companyId}`] }
  if (by === 'companyId') return sortedByIds(ids, descending)
  const column = by === 'companyName' ? byName(sql`b.name`) : byNumber(sql`b.unit_count`)
  return sortedByColumn(column, ids, descending, after?.value ?? null)
}
