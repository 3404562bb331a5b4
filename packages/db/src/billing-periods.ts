import type { PushState } from '@bridge/domain'
import { type RawBuilder, sql } from 'kysely'
import { countEveryState } from './billing-runs.ts'
import type { Db } from './connect.ts'
import { type OutcomeSum, sumPushes, sumReplacedPushes, sumReports } from './month-sums.ts'

/** A partner's month: what was reported for it, and what became of it in Gradient. */
export interface BillingPeriod {
  period: string
  /** The sum of what is reported now, and of how many companies. */
  billableUsers: number
  companies: number
  /** The sum of what Gradient has taken and not been sent anew. */
  sentUsers: number
  /** Companies that must end in an outcome; the sum of the outcomes. What is missing is a defect. */
  expected: number
  /** Each company once, by its newest connection's push; null: never billed on any connection. */
  outcomes: Record<PushState, number> | null
  startedAt: Date | null
  finishedAt: Date | null
  /** Companies that were unmapped once in this period and whose number Gradient has taken since. */
  mappedSince: number
  mail: BreakdownMail | null
}

/** The newest breakdown mail of a period. */
export interface BreakdownMail {
  status: 'waiting' | 'sending' | 'sent' | 'bounced' | 'failed' | 'not_sent'
  recipient: string | null
  sentAt: Date | null
  detail: string | null
}

interface Month {
  period: string
  /** On how many connections it was billed. */
  connections: number
  expected: number
  startedAt: Date | null
  finishedAt: Date | null
  mailStatus: BreakdownMail['status'] | null
  mailRecipient: string | null
  mailSentAt: Date | null
  mailDetail: string | null
}

/**
 * The months of a partner for which something was reported or billed, the newest first, those before `before`.
 *
 * `expected` is what its runs expected, less the pushes that are left out because a newer connection has one for their company: so its
 * difference to the sum of the outcomes is the same proof as a run's. The sums are several statements side by side, since each reads every company
 * of a year.
 */
export async function listBillingPeriods(
  db: Db,
  input: { partnerId: string; before: string; limit: number },
): Promise<BillingPeriod[]> {
  const { partnerId } = input
  const months = await listMonths(db, input)
  const of = (wanted: (month: Month) => boolean) => ({
    partnerId,
    periods: months.filter(wanted).map(({ period }) => period),
  })
  const [reports, pushes, replaced] = await Promise.all([
    sumReports(
      db,
      of(() => true),
    ),
    sumPushes(
      db,
      of(({ connections }) => connections > 0),
    ),
    sumReplacedPushes(
      db,
      of(({ connections }) => connections > 1),
    ),
  ])
  return months.map((month) => {
    const { period, connections, expected, startedAt, finishedAt } = month
    const reported = reports.find((sum) => sum.period === period)
    const left = pushes.filter((sum) => sum.period === period)
    const out = replaced.filter((sum) => sum.period === period)
    const less = (of: 'pushes' | 'sent' | 'mappedSince') => sumOf(left, of) - sumOf(out, of)
    return {
      period,
      billableUsers: reported?.users ?? 0,
      companies: reported?.companies ?? 0,
      sentUsers: less('sent'),
      expected: expected - sumOf(out, 'pushes'),
      outcomes: connections === 0 ? null : outcomesOf(left, out),
      startedAt,
      finishedAt,
      mappedSince: less('mappedSince'),
      mail: mailOf(month),
    }
  })
}

async function listMonths(
  db: Db,
  { partnerId, before, limit }: { partnerId: string; before: string; limit: number },
): Promise<Month[]> {
  const lastReported = (period: RawBuilder<unknown>) =>
    sql`select max(period::text) from usage_count where partner_id = ${partnerId} and period < ${period}`
  const { rows } = await sql<Month>`
    with recursive reported as (
      select (${lastReported(sql`${before}`)}) as period
      union all
      select (${lastReported(sql`r.period`)}) from reported r where r.period is not null
    ), billed as (
      select pr.period::text, count(*)::integer as connections, sum(pr.expected)::integer as expected
      from connection c join partner_run pr on pr.connection_id = c.id
      where c.partner_id = ${partnerId} and pr.period < ${before} group by pr.period
    ), months as (
      select period, coalesce(connections, 0) as connections, coalesce(expected, 0) as expected
      from (select period from reported where period is not null) r full join billed b using (period)
      order by period desc limit ${limit}
    )
    select m.period, m.connections, m.expected, run.started_at as "startedAt", run.finished_at as "finishedAt",
      mail.status as "mailStatus", mail.recipient as "mailRecipient", mail.settled_at as "mailSentAt", mail.detail as "mailDetail"
    from months m
    left join lateral (
      select r.started_at, r.finished_at from billing_run r
      where m.connections > 0 and r.period = m.period and (r.partner_id is null or r.partner_id = ${partnerId}) and r.missed_at is null
      order by r.started_at desc limit 1) run on true
    left join lateral (
      select ma.status, ma.recipient, ma.detail, case when ma.status = 'sent' then ma.settled_at end as settled_at from mail ma
      where ma.partner_id = ${partnerId} and ma.kind = 'breakdown' and ma.period = m.period
      order by ma.created_at desc limit 1) mail on true
    order by m.period desc`.execute(db)
  return rows
}

function sumOf(sums: OutcomeSum[], of: 'pushes' | 'sent' | 'mappedSince'): number {
  return sums.reduce((total, sum) => total + sum[of], 0)
}

function outcomesOf(left: OutcomeSum[], out: OutcomeSum[]): Record<PushState, number> {
  const replaced = new Map(out.map(({ outcome, pushes }) => [outcome, pushes]))
  return countEveryState(
    Object.fromEntries(left.map(({ outcome, pushes }) => [outcome, pushes - (replaced.get(outcome) ?? 0)])),
  )
}

function mailOf(month: Month): BreakdownMail | null {
  const { mailStatus: status, mailRecipient: recipient, mailSentAt: sentAt, mailDetail: detail } = month
  return status && { status, recipient, sentAt, detail }
}
