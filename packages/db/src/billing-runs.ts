import { PUSH_STATES, type PushState } from '@bridge/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'
import { monthCounts } from './month-counts.ts'

/** A run as people see it. The sum of `outcomes` is `expected`: what is `missing` is a defect. */
export interface BillingRun {
  id: string
  period: string
  kind: 'scheduled' | 'catch_up' | 'requested'
  partnerId: string | null
  startedAt: Date
  plannedAt: Date | null
  finishedAt: Date | null
  deadlineAt: Date
  missedAt: Date | null
  alarmedAt: Date | null
  unsettledAtDeadline: number | null
  expected: number
  outcomes: Record<PushState, number>
  missing: number
}

type RunRow = Omit<BillingRun, 'outcomes' | 'missing'> & {
  outcomes: Partial<Record<PushState, number>>
  cursor: string
}

/** The runs that `which` picks of `billing_run r`. A month is counted once, however many runs for all partners it had. */
const runs = (which: RawBuilder<unknown>) => sql`
  with r as materialized (select r.* from billing_run r ${which}),
  counted as materialized (${monthCounts(sql`select distinct period from r where partner_id is null`)})
  select r.id, r.period, r.kind, r.partner_id as "partnerId", r.started_at as "startedAt", r.planned_at as "plannedAt",
    r.finished_at as "finishedAt", r.deadline_at as "deadlineAt", r.missed_at as "missedAt", r.alarmed_at as "alarmedAt",
    r.unsettled_at_deadline as "unsettledAtDeadline", to_char(r.started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor,
    (select coalesce(sum(pr.expected), 0)::integer from partner_run pr
      where pr.period = r.period and (r.partner_id is null or pr.partner_id = r.partner_id)) as expected,
    case when r.partner_id is null
      then (select coalesce(jsonb_object_agg(k.outcome, k.pushes), '{}') from counted k where k.period = r.period)
      else (select coalesce(jsonb_object_agg(o.outcome, o.pushes), '{}') from (
        select p.outcome, count(*)::integer as pushes from push p
        where p.period = r.period and p.partner_id = r.partner_id group by p.outcome) o) end as outcomes
  from r order by r.started_at desc, r.id desc`

/** Counts by state, with a 0 for each that is not there. */
export function countEveryState(counts: Partial<Record<PushState, number>>): Record<PushState, number> {
  return Object.fromEntries(PUSH_STATES.map((state) => [state, counts[state] ?? 0])) as Record<PushState, number>
}

function toRun({ cursor: _, ...row }: RunRow): BillingRun {
  const outcomes = countEveryState(row.outcomes)
  const sum = Object.values(outcomes).reduce((total, pushes) => total + pushes, 0)
  return { ...row, outcomes, missing: row.expected - sum }
}

/** One run with its outcomes, if it is known. */
export async function getBillingRun(db: Db, id: string): Promise<BillingRun | undefined> {
  const { rows } = await sql<RunRow>`${runs(sql`where r.id = ${id}`)}`.execute(db)
  return rows[0] && toRun(rows[0])
}

/** The place of a run in the list: its start (ISO 8601, to the microsecond) and its id. */
export interface RunCursor {
  startedAt: string
  id: string
}

/** Runs, the latest first, those after `after`; each with the cursor that follows it. */
export async function listBillingRuns(
  db: Db,
  input: { after: RunCursor | null; limit: number },
): Promise<{ run: BillingRun; cursor: RunCursor }[]> {
  const { after, limit } = input
  const where = after ? sql`where (r.started_at, r.id) < (${after.startedAt}::timestamptz, ${after.id}::uuid)` : sql``
  const { rows } =
    await sql<RunRow>`${runs(sql`${where} order by r.started_at desc, r.id desc limit ${limit}`)}`.execute(db)
  return rows.map((row) => ({ run: toRun(row), cursor: { startedAt: row.cursor, id: row.id } }))
}

/** What an operator must know of, in numbers: months that were never billed, and monthly runs that go on after their deadline. */
export async function countRunTrouble(db: Db, now: Date): Promise<{ missed: number; overdue: number }> {
  const { rows } = await sql<{ missed: number; overdue: number }>`
    select (count(distinct period) filter (where missed_at is not null))::integer as missed,
      (count(*) filter (where finished_at is null and deadline_at <= ${now}))::integer as overdue
    from billing_run where kind in ('scheduled', 'catch_up')`.execute(db)
  return rows[0] ?? { missed: 0, overdue: 0 }
}
