import { type RawBuilder, sql } from 'kysely'
import { MONTHS, type Shape } from './shape.ts'

/** Who they are. Without a password nobody signs in as one of them. */
const OPERATORS = { operator: ['Ingrid Solheim', 'Rafael Ortega'], viewer: ['山本 さくら'] }
const [FIRST, SECOND] = OPERATORS.operator
const names = [...OPERATORS.operator, ...OPERATORS.viewer]
const roles = [...OPERATORS.operator.map(() => 'operator'), ...OPERATORS.viewer.map(() => 'viewer')]

/** What operators did in these months, and what came of it: retries, stops, a requested run, and the line of each in the audit. */
export const history = (shape: Shape): RawBuilder<unknown>[] => [
  sql`
      insert into operator (id, name, role, created_at)
      select pg_temp.seed_uuid('operator ' || name), name, role, (select min(starts_at) - interval '45 days' from seed_month)
      from unnest(${names}::text[], ${roles}::text[]) as o (name, role)`,
  sql`
      insert into billing_run (id, period, kind, partner_id, deadline_at, started_at, planned_at, finished_at)
      select pg_temp.seed_uuid('requested'), period, 'requested', 'msp-1002', starts_at + interval '8 hours', starts_at + interval '9 days',
        starts_at + interval '9 days 1 second', starts_at + interval '9 days 40 seconds'
      from seed_month where period = ${shape.periods.at(-2) ?? ''}`,
  sql`
      insert into retry (id, preview_token, scope, reason, asked_by, asked_at, finished_at)
      select pg_temp.seed_uuid('retry ' || period), 'seed ' || period,
        jsonb_build_object('runId', pg_temp.seed_uuid('run ' || period), 'outcomes', '["failed", "refused"]'::jsonb),
        case number % 3 when 0 then 'Gradient’s status page says that it is over' when 1 then 'Gradient answers again' else 'Their proxy was put right: they called' end,
        case when number % 2 = 0 then ${FIRST} else ${SECOND} end, starts_at + interval '8 minutes', starts_at + interval '14 minutes'
      from seed_month where period in (select period from seed_push)`,
  sql`
      insert into retry_item (retry_id, push_id, state, released_at, outcome)
      select pg_temp.seed_uuid('retry ' || p.period), p.id, 'settled', m.starts_at + interval '8 minutes 2 seconds', p.outcome
      from seed_month m join push p on p.period = m.period and p.settled_at between m.starts_at + interval '8 minutes 3 seconds' and m.starts_at + interval '14 minutes'
      where p.outcome in ('failed', 'refused') or (p.outcome = 'accepted' and p.attempts > 2 and p.id % 7 = 0)`,
  sql`
      insert into retry (id, preview_token, scope, reason, asked_by, asked_at, finished_at, stopped_at, stopped_by, stop_reason)
      select pg_temp.seed_uuid('stopped'), 'seed stopped', jsonb_build_object('partnerId', 'msp-1001', 'period', period), 'They say that all is mapped', ${FIRST},
        starts_at + interval '4 days', starts_at + interval '4 days 1 minute', starts_at + interval '4 days 50 seconds', ${FIRST}, 'The wrong partner: another one called'
      from seed_month where period = ${shape.periods.at(-2) ?? ''}`,
  sql`
      insert into retry_item (retry_id, push_id, state, released_at, outcome)
      select r.id, p.id, case when p.id % 2 = 0 then 'settled' else 'stopped' end, case when p.id % 2 = 0 then r.asked_at + interval '2 seconds' end,
        case when p.id % 2 = 0 then p.outcome end
      from retry r join push p on p.partner_id = r.scope ->> 'partnerId' and p.period = r.scope ->> 'period' and p.outcome in ('unmapped', 'failed', 'refused')`,
  sql`
      insert into sending_pause (scope, partner_id, reason, detail, paused_by, paused_at, resumed_at, resumed_by, resume_reason)
      select s.scope, s.partner_id, s.reason, s.detail, s.paused_by, m.starts_at + interval '2 days', m.starts_at + interval '2 days 31 minutes', ${SECOND}, s.resume_reason
      from (values
        (${MONTHS - 6}::integer, 'all', null, 'operator', 'Gradient has announced maintenance, 05:00 to 05:30 UTC', ${SECOND}, 'It is over, their status page says so'),
        (${MONTHS - 3}::integer, 'all', null, 'anomaly', 'Anomaly detected in API usage, please contact support', 'billing-worker@send-1:4711', 'Gradient’s support: a rule of theirs, put right'),
        (${MONTHS - 1}::integer, 'partner', 'msp-1001', 'operator', 'They are moving to another PSA today', ${FIRST}, 'They have moved')
      ) as s (month, scope, partner_id, reason, detail, paused_by, resume_reason)
      join seed_month m on m.number = s.month`,
  sql`
      insert into operator_action (at, via, operator_id, operator_name, address, action, reason, on_rows, before, after)
      select a.at, a.via, o.id, a.name, case a.via when 'shell' then 'bridge-1' else '10.20.0.1' || length(a.name) end, a.action, a.reason, coalesce(a.on_rows, '{}'), a.before, a.after
      from (
        select created_at as at, 'shell' as via, 'ops' as name, 'operator.create' as action, null as reason, jsonb_build_object('operatorId', id) as on_rows,
          null::jsonb as before, jsonb_build_object('name', name, 'role', role) as after from operator
        union all select starts_at + k.after, 'console', ${FIRST}, k.action, null, null, null, k.what
          from seed_month, (values (interval '2 minutes', 'session.begin', '{"by": "password", "role": "operator"}'::jsonb), (interval '15 minutes', 'session.end', null)) k (after, action, what)
        union all select asked_at, 'console', asked_by, 'retry.start', reason, jsonb_build_object('retryId', id) || scope, null,
          jsonb_build_object('willBeSent', (select count(*) from retry_item where retry_id = retry.id), 'refused', '[]'::jsonb) from retry
        union all select stopped_at, 'console', stopped_by, 'retry.stop', stop_reason, jsonb_build_object('retryId', id), null,
          jsonb_build_object('stopped', (select count(*) from retry_item where retry_id = retry.id and state = 'stopped')) from retry where stopped_at is not null
        union all select paused_at, 'console', paused_by, 'sending.pause', detail, jsonb_strip_nulls(jsonb_build_object('pauseId', id::text, 'partnerId', partner_id)),
          '{"open": []}', jsonb_build_object('scope', scope) from sending_pause where reason = 'operator'
        union all select resumed_at, 'console', resumed_by, 'sending.resume', resume_reason, jsonb_strip_nulls(jsonb_build_object('pauseId', id::text, 'partnerId', partner_id)),
          jsonb_build_object('scope', scope, 'reason', reason, 'detail', detail, 'pausedBy', paused_by, 'pausedAt', paused_at), '{"open": 0}' from sending_pause
        union all select started_at, 'console', ${SECOND}, 'run.order', 'They mapped everything after the run', jsonb_build_object('runId', id, 'partnerId', partner_id), null,
          jsonb_build_object('period', period, 'created', true) from billing_run where kind = 'requested'
        union all select starts_at + interval '3 days', 'shell', 'ops', 'sweep.order', 'After the restore', null, jsonb_build_object('lastBeganAt', starts_at), null
          from seed_month where number = ${MONTHS - 4}::integer
        union all select m.starts_at + interval '5 hours', 'board', ${FIRST}, 'board.retry', null,
          jsonb_build_object('queue', 'billing', 'jobId', 'push-' || p.id || '-1', 'pushId', p.id::text), '{"state": "failed"}', null
          from seed_month m cross join lateral (select id from push where period = m.period and outcome = 'failed' order by id limit 1) p where m.number < ${MONTHS}::integer
      ) a left join operator o on o.name = a.name order by a.at`,
]
