import { PUSH_STATES, type PushState } from '@bridge/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'

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

const runs = (where: RawBuilder<unknown>) => sql`
  select r.id, r.period, r.kind, r.partner_id as "partnerId", r.started_at as "startedAt", r.planned_at as "plannedAt",
    r.finished_at as "finishedAt", r.deadline_at as "deadlineAt", r.missed_at as "missedAt", r.alarmed_at as "alarmedAt",
    r.unsettled_at_deadline as "unsettledAtDeadline", to_char(r.started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor,
    (select coalesce(sum(pr.expected), 0)::integer from partner_run pr
      where pr.period = r.period and (r.partner_id is null or pr.partner_id = r.partner_id)) as expected,
    (select coalesce(jsonb_object_agg(o.outcome, o.pushes), '{}') from (
      select p.outcome, count(*)::integer as pushes from push p
      where p.period = r.period and (r.partner_id is null or p.partner_id = r.partner_id)
      group by p.outcome) o) as outcomes
  from billing_run r ${where}`

function toRun({ cursor: _, ...row }: RunRow): BillingRun {
  const outcomes = Object.fromEntries(
    PUSH_STATES.map((state) => [state, row.outcomes[state] ?? 0]),
  ) as BillingRun['outcomes']
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
  const { rows } = await sql<RunRow>`${runs(where)} order by r.started_at desc, r.id desc limit ${limit}`.execute(db)
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
}

/** The place of a line in the list. */
export interface BillingCursor {
  partnerId: string
  companyId: string
  pushId: string
}

/** The billing of a period, by partner and company: of all partners or of one, of all outcomes or of one, those after `after`. */
export async function listBillingRows(
  db: Db,
  input: {
    period: string
    partnerId?: string | undefined
    outcome?: PushState | undefined
    after: BillingCursor | null
    limit: number
  },
): Promise<BillingRow[]> {
  const after = input.after ?? { partnerId: '', companyId: '', pushId: '0' }
  const { rows } = await sql<BillingRow>`
    select p.id as "pushId", p.connection_id as "connectionId", p.partner_id as "partnerId", p.company_id as "companyId",
      co.name as "companyName", p.period, p.unit_count as "unitCount", p.revision, p.outcome,
      case when p.outcome <> 'waiting' then null
        when c.status = 'needs_key' then 'needs_key'
        when exists (select from sending_pause where resumed_at is null) then 'sending_paused' end as "waitingReason",
      p.attempts, p.last_status as "lastStatus", p.last_error as "lastError", p.settled_at as "settledAt"
    from push p
    join company co on co.partner_id = p.partner_id and co.id = p.company_id
    join connection c on c.id = p.connection_id
    where p.period = ${input.period}
      and (p.partner_id, p.company_id, p.id) > (${after.partnerId}, ${after.companyId}, ${after.pushId}::bigint)
      and (${input.partnerId ?? null}::text is null or p.partner_id = ${input.partnerId ?? null})
      and (${input.outcome ?? null}::text is null or p.outcome = ${input.outcome ?? null})
    order by p.partner_id, p.company_id, p.id limit ${input.limit}`.execute(db)
  return rows
}
