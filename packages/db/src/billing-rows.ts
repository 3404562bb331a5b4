import { PUSH_STATES, type PushState } from '@bridge/domain'
import { type RawBuilder, sql } from 'kysely'
import { isTaken } from './attempts.ts'
import type { Db } from './connect.ts'
import { connectionsBilled, isNewestPush } from './newest-push.ts'
import { notPaused } from './pauses.ts'
import { matchesSearch } from './search-companies.ts'
import {
  byName,
  byNumber,
  byRank,
  byTime,
  type SortColumn,
  type SortedList,
  sortedByColumn,
  sortedByIds,
} from './sorted-list.ts'

/** One company's line in the billing of a period. */
export interface BillingRow {
  pushId: string
  connectionId: string
  partnerId: string
  companyId: string
  companyName: string
  period: string
  unitCount: number | null
  revision: number
  outcome: PushState
  /** Why a `waiting` one cannot go now; null when it can. */
  waitingReason: 'needs_key' | 'sending_paused' | null
  attempts: number
  lastStatus: number | null
  lastError: string | null
  settledAt: Date | null
  /** When Gradient last took a number for this line, be it an older one. */
  sentAt: Date | null
  corrected: Correction | null
}

/**
 * What a partner asks about whose number has changed: which one Gradient had taken before, and when ours changed.
 *
 * `from` is the number of the newest revision before the present one that Gradient took on this connection; `at` is when the present number was
 * reported to us. There is none where nothing was taken before the present revision (a number that was corrected before it was sent, or while its
 * company was unmapped, needs no explaining), nor where the number taken before is the present one (corrected, and back before the
 * correction was sent). A rebuild or a repeated call sends the same revision, and is none either. The last zero of an archived company has
 * revision 0 and corrects nothing; where the company came back after it, `from` is that 0 and `fromRevision` 0.
 */
export interface Correction {
  from: number
  fromRevision: number
  at: Date
}

/** How a list of lines may be sorted. All but the first are for the lines of one partner. */
export const ROW_SORTS = ['companyId', 'companyName', 'unitCount', 'outcome', 'settledAt'] as const
export type RowSort = (typeof ROW_SORTS)[number]

/** The order of a list. Lines without the value come last in both directions; of equal ones the lower company id comes first. */
export interface RowOrder {
  by: RowSort
  descending: boolean
}

/** The place of a line in the list: its value, as text, in the order of the list (null: it has none), and its ids. */
export interface BillingCursor {
  value?: string | null
  partnerId: string
  companyId: string
  pushId: string
}

/** A line with its value in the order that was asked for. */
export type SortedRow = BillingRow & { sortValue: string | null }

const COLUMNS: Record<Exclude<RowSort, 'companyId'>, SortColumn> = {
  companyName: byName(sql`co.name`),
  unitCount: byNumber(sql`p.unit_count`),
  outcome: byRank(sql`p.outcome`, PUSH_STATES),
  settledAt: byTime(sql`p.settled_at`),
}

function listing({ by, descending }: RowOrder, after: BillingCursor | null): SortedList {
  const [partnerId, companyId, id] = [sql`p.partner_id`, sql`p.company_id`, sql`p.id`]
  if (by === 'companyId') {
    const place = after && [sql`${after.partnerId}`, sql`${after.companyId}`, sql`${after.pushId}::bigint`]
    return sortedByIds({ columns: [partnerId, companyId, id], after: place }, descending)
  }
  const place = after && [sql`${after.companyId}`, sql`${after.pushId}::bigint`]
  return sortedByColumn(COLUMNS[by], { columns: [companyId, id], after: place }, descending, after?.value ?? null)
}

/**
 * The billing of a period: of all partners or of one, of all outcomes or of one, of all companies or of those whose name or id has `search` in it, in
 * the given order (by partner and company where none is given), those after `after`. With `latest` a company's line on a connection that is over is
 * left out where a newer connection has one; that is asked of one partner alone.
 */
export async function listBillingRows(
  db: Db,
  input: {
    period: string
    partnerId?: string | undefined
    outcome?: PushState | undefined
    search?: string | undefined
    latest?: boolean | undefined
    order?: RowOrder | undefined
    after: BillingCursor | null
    limit: number
  },
): Promise<SortedRow[]> {
  const { period, partnerId, outcome, search, latest } = input
  const by = input.order ?? { by: 'companyId', descending: false }
  const { after, order, sortValue } = listing(by, input.after)
  const needsNames = search !== undefined || by.by === 'companyName'
  const chosen = sql`
    select p.id, ${sortValue} as sort_value, row_number() over (order by ${order}) as place
    from push p ${needsNames ? sql`join company co on co.partner_id = p.partner_id and co.id = p.company_id` : sql``}
    where p.period = ${period} and ${after}
      and ${partnerId === undefined ? sql`true` : sql`p.partner_id = ${partnerId}`}
      and ${outcome === undefined ? sql`true` : sql`p.outcome = ${outcome}`}
      and ${search === undefined ? sql`true` : matchesSearch(search, sql`co.name`, sql`p.company_id`)}
      and ${latest && partnerId !== undefined ? isNewestPush(connectionsBilled({ partnerId, period: sql`${period}` })) : sql`true`}
    order by ${order} limit ${input.limit}`
  return readRows(db, chosen)
}

/** The line of one company: the newest, where it has been billed on several connections. */
export async function getBillingRow(
  db: Db,
  input: { period: string; partnerId: string; companyId: string },
): Promise<BillingRow | undefined> {
  const [row] = await readRows(
    db,
    sql`
      select p.id, null::text as sort_value, 1 as place
      from push p join connection c on c.id = p.connection_id
      where p.period = ${input.period} and p.partner_id = ${input.partnerId} and p.company_id = ${input.companyId}
      order by c.connected_at desc, p.id desc limit 1`,
  )
  return row
}

type Row = Omit<SortedRow, 'corrected'> & {
  takenCount: number | null
  takenRevision: number | null
  reportedAt: Date | null
}

/** Reads the pushes of `chosen` (`id, sort_value, place`) as lines, in the order of their places. */
async function readRows(db: Db, chosen: RawBuilder<unknown>): Promise<SortedRow[]> {
  const { rows } = await sql<Row>`
    with chosen as materialized (${chosen})
    select p.id as "pushId", p.connection_id as "connectionId", p.partner_id as "partnerId", p.company_id as "companyId",
      co.name as "companyName", p.period, p.unit_count as "unitCount", p.revision, p.outcome,
      case when p.outcome <> 'waiting' then null
        when c.status = 'needs_key' then 'needs_key'
        when not (${notPaused('billing', sql`p.partner_id`)}) then 'sending_paused' end as "waitingReason",
      p.attempts, p.last_status as "lastStatus", p.last_error as "lastError", p.settled_at as "settledAt",
      (select a.finished_at from attempt a where a.push_id = p.id and ${isTaken} order by a.id desc limit 1) as "sentAt",
      taken.unit_count as "takenCount", taken.revision as "takenRevision",
      case when u.revision = p.revision then u.reported_at else replaced.reported_at end as "reportedAt",
      chosen.sort_value as "sortValue"
    from chosen
    join push p on p.id = chosen.id
    join company co on co.partner_id = p.partner_id and co.id = p.company_id
    join connection c on c.id = p.connection_id
    left join lateral (
      select a.unit_count, a.revision from attempt a
      where a.push_id = p.id and ${isTaken} and a.revision < p.revision
      order by a.revision desc, a.id desc limit 1) taken on true
    left join usage_count u on u.partner_id = p.partner_id and u.company_id = p.company_id and u.period = p.period
    left join usage_revision replaced on replaced.partner_id = p.partner_id and replaced.company_id = p.company_id
      and replaced.period = p.period and replaced.revision = p.revision
    order by chosen.place`.execute(db)
  return rows.map(toRow)
}

function toRow({ takenCount, takenRevision, reportedAt, ...row }: Row): SortedRow {
  const isCorrection =
    takenCount !== null && takenRevision !== null && reportedAt !== null && takenCount !== row.unitCount
  return { ...row, corrected: isCorrection ? { from: takenCount, fromRevision: takenRevision, at: reportedAt } : null }
}
