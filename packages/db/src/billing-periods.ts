import type { PushState } from '@bridge/domain'
import { sql } from 'kysely'
import { countEveryState } from './billing-runs.ts'
import type { Db } from './connect.ts'
import { isHeld, isMappedSince } from './unmapped-companies.ts'

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

type Row = Omit<BillingPeriod, 'outcomes' | 'mail'> & {
  outcomes: Partial<Record<PushState, number>> | null
  mailStatus: BreakdownMail['status'] | null
  mailRecipient: string | null
  mailSentAt: Date | null
  mailDetail: string | null
}

/**
 * The months of a partner for which something was reported or billed, the newest first, those before `before`.
 *
 * `expected` is what its runs expected, less the pushes that are left out because a newer connection has one for their company: so its
 * difference to the sum of the outcomes is the same proof as a run's.
 */
export async function listBillingPeriods(
  db: Db,
  input: { partnerId: string; before: string; limit: number },
): Promise<BillingPeriod[]> {
  const { partnerId, before, limit } = input
  const { rows } = await sql<Row>`
    with own as (
      select id, row_number() over (order by connected_at desc) as age from connection where partner_id = ${partnerId}
    ), reported as (
      select period, sum(billable_users) as users, count(*) as companies from usage_count
      where partner_id = ${partnerId} and period < ${before} group by period
    ), billed as (
      select pr.period, sum(pr.expected) as expected from own join partner_run pr on pr.connection_id = own.id
      where pr.period < ${before} group by pr.period
    ), months as materialized (
      select period, coalesce(r.users, 0) as users, coalesce(r.companies, 0) as companies, b.expected
      from reported r full join billed b using (period)
      order by period desc limit ${limit}
    ), pushes as (
      select p.*, row_number() over (partition by p.period, p.company_id order by own.age) as age
      from months m
      join push p on p.period = m.period and p.partner_id = ${partnerId}
      join own on own.id = p.connection_id
      where m.expected is not null
    ), sums as (
      select p.period, sum(p.unit_count) filter (where ${isHeld}) as sent, count(*) filter (where ${isMappedSince}) as mapped_since,
        count(*) as pushes
      from pushes p where p.age = 1 group by p.period
    ), older as (
      select period, count(*) as pushes from pushes where age > 1 group by period
    ), outcomes as (
      select period, jsonb_object_agg(outcome, pushes) as outcomes from (
        select period, outcome, count(*) as pushes from pushes where age = 1 group by period, outcome) o group by period
    )
    select m.period, m.users::float8 as "billableUsers", m.companies::integer, coalesce(s.sent, 0)::float8 as "sentUsers",
      (coalesce(m.expected, 0) - coalesce(older.pushes, 0))::integer as expected,
      case when m.expected is not null then coalesce(o.outcomes, '{}') end as outcomes,
      run.started_at as "startedAt", run.finished_at as "finishedAt", coalesce(s.mapped_since, 0)::integer as "mappedSince",
      mail.status as "mailStatus", mail.recipient as "mailRecipient", mail.settled_at as "mailSentAt", mail.detail as "mailDetail"
    from months m
    left join sums s using (period)
    left join older using (period)
    left join outcomes o using (period)
    left join lateral (
      select r.started_at, r.finished_at from billing_run r
      where m.expected is not null and r.period = m.period and (r.partner_id is null or r.partner_id = ${partnerId}) and r.missed_at is null
      order by r.started_at desc limit 1) run on true
    left join lateral (
      select ma.status, ma.recipient, ma.detail, case when ma.status = 'sent' then ma.settled_at end as settled_at from mail ma
      where ma.partner_id = ${partnerId} and ma.kind = 'breakdown' and ma.period = m.period
      order by ma.created_at desc limit 1) mail on true
    order by m.period desc`.execute(db)
  return rows.map(({ mailStatus, mailRecipient, mailSentAt, mailDetail, outcomes, ...row }) => ({
    ...row,
    outcomes: outcomes && countEveryState(outcomes),
    mail:
      mailStatus === null
        ? null
        : { status: mailStatus, recipient: mailRecipient, sentAt: mailSentAt, detail: mailDetail },
  }))
}
