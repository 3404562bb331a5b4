import { type RawBuilder, sql } from 'kysely'
import { SEEDED_CAUSES } from './causes.ts'
import { MONTHS, type Shape } from './shape.ts'

/** Reports, runs, and a push for every company and month, in every outcome with every cause. */
export const ledger = (shape: Shape): RawBuilder<unknown>[] => [
  sql`
      insert into failure_cause (id, reason, message)
      select * from unnest(${SEEDED_CAUSES.map(({ cause }) => cause.id)}::text[], ${SEEDED_CAUSES.map(({ reason }) => reason)}::text[],
        ${SEEDED_CAUSES.map(({ cause }) => cause.message)}::text[]) on conflict do nothing`,
  sql`
      insert into billing_run (id, period, kind, deadline_at, started_at, planned_at, finished_at, reports_compared_at)
      select pg_temp.seed_uuid('run ' || period), period, case when number = 4 then 'catch_up' else 'scheduled' end, starts_at + interval '8 hours', starts_at,
        starts_at + interval '4 seconds', case when number < ${MONTHS} or ${shape.isOver}::boolean then starts_at + interval '51 minutes' end, starts_at + interval '11 minutes'
      from seed_month where period in (select period from seed_push)`,
  sql`
      insert into partner_run (connection_id, period, partner_id, run_id, expected, rebuilt_at)
      select connection_id, period, partner_id, pg_temp.seed_uuid('run ' || period), count(*), max(starts_at) + interval '50 minutes'
      from seed_push group by connection_id, period, partner_id`,
  sql`
      insert into usage_count (partner_id, company_id, period, billable_users, revision, reported_at, reported_by)
      select partner_id, company_id, period, 3 + r % 180, case when r % 10 = 0 then 2 else 1 end,
        starts_at - interval '5 hours' - r2 % 40000 * interval '1 second', case when r % 4 = 0 then pg_temp.seed_uuid('token 1') else pg_temp.seed_uuid('import ' || period) end
      from seed_push where outcome <> 'no_usage' order by 1, 2, 3 on conflict do nothing`,
  sql`
      insert into usage_revision (partner_id, company_id, period, revision, billable_users, reported_at, replaced_at, reported_by)
      select u.partner_id, u.company_id, u.period, 1, u.billable_users + 4, u.reported_at - interval '2 days', u.reported_at, pg_temp.seed_uuid('import ' || u.period)
      from usage_count u where u.revision = 2`,
  sql`
      insert into push (connection_id, partner_id, company_id, period, turn, outcome, unit_count, revision, nudge, due_at, attempts, tries,
        claim_token, claimed_by, claimed_until, last_status, last_reason, last_error, cause_id, failed_at, opened_at, settled_at)
      select s.connection_id, s.partner_id, s.company_id, s.period, s.turn, s.outcome, case when s.outcome <> 'no_usage' then 3 + s.r % 180 end,
        case when s.outcome = 'no_usage' then 0 when s.r % 10 = 0 then 2 else 1 end, 1, s.starts_at + interval '5 seconds',
        case when s.outcome = 'no_usage' or s.untouched then 0 when s.outcome = 'accepted' then 1 + s.r % 4 else 1 + s.r % 9 end, case when s.outcome = 'no_usage' or s.untouched then 0 else 1 end,
        case when s.outcome = 'sending' then gen_random_uuid() end, case when s.outcome = 'sending' then 'billing-worker@send-1:4711' end,
        case when s.outcome = 'sending' then ${shape.seed.now}::timestamptz + interval '1 day' end,
        case when s.outcome = 'accepted' then 201 else c.http_status end, c.reason, replace(c.message, '{id}', s.company_id), c.cause_id,
        case when c.reason is not null then t.at end, s.starts_at, case when s.outcome not in ('waiting', 'sending') then t.at end
      from seed_push s
      cross join lateral (select s.starts_at + interval '6 seconds' + s.r2 % 1190000 * interval '1 millisecond' as at) t
      left join seed_cause c on not s.untouched and s.outcome not in ('accepted', 'no_usage', 'sending')
        and c.state = case when s.outcome in ('unmapped', 'refused') then s.outcome when s.outcome = 'waiting' and s.needs_key then 'needs_key' when s.outcome = 'waiting' then 'waiting' else 'failed' end
        and c.place = s.r2 / 7 % c.places
      order by s.month, s.partner_id, s.company_id`,
]
