import type { PushState } from '@bridge/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'
import { connectionsBilled } from './newest-push.ts'
import { isHeld, isMappedSince } from './unmapped-companies.ts'

/** Whose months, and which. */
export interface Months {
  partnerId: string
  periods: string[]
}

/** What is reported for a month now. */
export interface ReportedSum {
  period: string
  users: number
  companies: number
}

/** What became of a month's pushes, by outcome. */
export interface OutcomeSum {
  period: string
  outcome: PushState
  pushes: number
  /** The numbers of them that Gradient has. */
  sent: number
  /** How many of them were unmapped once and are taken now. */
  mappedSince: number
}

/** The reports of each month, in sum. */
export async function sumReports(db: Db, months: Months): Promise<ReportedSum[]> {
  return monthByMonth(
    db,
    months,
    sql`
      select coalesce(sum(u.billable_users), 0)::float8 as users, count(*)::integer as companies
      from usage_count u where u.partner_id = ${months.partnerId} and u.period = m.period`,
  )
}

/** The pushes of each month, on whichever connection. */
export async function sumPushes(db: Db, months: Months): Promise<OutcomeSum[]> {
  return monthByMonth(db, months, sql`select ${SUMS} from push p where ${ofMonth(months)} group by p.outcome`)
}

/** Of those the ones for whose company a newer connection has a push in the same month. */
export async function sumReplacedPushes(db: Db, months: Months): Promise<OutcomeSum[]> {
  const { partnerId } = months
  const age = sql`array_position(${connectionsBilled({ partnerId, period: sql`m.period` })}, p.connection_id)`
  return monthByMonth(
    db,
    months,
    sql`
      select ${SUMS} from (
        select p.id, p.outcome, p.unit_count, p.rebuild, p.attempts, row_number() over (partition by p.company_id order by ${age}) as place from push p where ${ofMonth(months)}) p
      where p.place > 1 group by p.outcome`,
  )
}

const SUMS = sql`
  p.outcome, count(*)::integer as pushes, coalesce(sum(p.unit_count) filter (where ${isHeld}), 0)::float8 as sent,
  (count(*) filter (where ${isMappedSince}))::integer as "mappedSince"`

const ofMonth = ({ partnerId }: Months) => sql`p.period = m.period and p.partner_id = ${partnerId}`

/** Asks for each month by itself (`m`), so that each is one range of an index, however much the other months and partners have. */
async function monthByMonth<Row>(db: Db, { periods }: Months, ask: RawBuilder<unknown>): Promise<Row[]> {
  if (periods.length === 0) return []
  const { rows } = await sql<Row>`
    select m.period, s.* from unnest(${periods}::text[]) m(period) cross join lateral (${ask}) s`.execute(db)
  return rows
}
