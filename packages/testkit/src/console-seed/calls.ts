import { type RawBuilder, sql } from 'kysely'
import type { Shape } from './shape.ts'

/** The calls that were made, the mails that were sent, and the last sweep. */
export const calls = (shape: Shape): RawBuilder<unknown>[] => [
  sql`
      insert into attempt (connection_id, call, worker, started_at, finished_at, http_status, account_count)
      select k.id, case when t.n % 2 = 0 then 'organization' else 'accounts' end, 'account-worker@send-1:4712', k.connected_at,
        k.connected_at + interval '90 milliseconds', 200, 12
      from generate_series(1, greatest(0, ${shape.seed.attempts} - (select sum(attempts - (outcome = 'sending')::integer) from push))) as t (n)
      join (select c.id, c.connected_at, row_number() over (order by c.id) - 1 as place from connection c) k
        on k.place = t.n % (select count(*) from connection)`,
  sql`
      insert into attempt (connection_id, push_id, call, worker, started_at, finished_at, http_status, reason, message, unit_count, revision, no_build)
      select p.connection_id, p.id, 'count', 'billing-worker@send-' || 1 + p.id % 3 || ':4711', t.at, t.at + l.ms * interval '1 millisecond',
        case when k.last then p.last_status else 503 end, case when k.last then p.last_reason else 'unavailable' end,
        case when k.last then p.last_error else 'Gradient answered 503 with an empty body' end, p.unit_count, p.revision, true
      from push p
      cross join lateral (select a, a = p.attempts as last, hashint8(p.id * 31 + a) & 2147483647 as h from generate_series(1, p.attempts) a) k
      cross join lateral (select case when k.last and p.last_reason = 'timeout' then 20000 else 40 + k.h % 360 end as ms) l
      cross join lateral (select case when k.last then coalesce(p.settled_at, p.failed_at, p.opened_at + interval '20 minutes') - l.ms * interval '1 millisecond'
        else p.opened_at + interval '5 seconds' + k.a * (k.h % 60) * interval '1 second' end as at) t
      where p.outcome <> 'sending' or not k.last
      order by t.at`,
  sql`
      insert into mail (kind, partner_id, connection_id, run_id, period, status, recipient, smtp_code, detail, created_at, settled_at)
      select 'breakdown', pr.partner_id, pr.connection_id, pr.run_id, pr.period, o.status, case when o.status <> 'not_sent' then p.admin_email end,
        case o.status when 'sent' then 250 when 'bounced' then 550 end, case o.status when 'bounced' then 'No such mailbox' when 'not_sent' then 'The partner has no address' end,
        r.finished_at, r.finished_at + interval '1 minute'
      from partner_run pr join billing_run r on r.id = pr.run_id and r.finished_at is not null join partner p on p.id = pr.partner_id
      cross join lateral (select case when (hashtext(pr.connection_id::text || pr.period) & 2147483647) % 40 = 0 then 'bounced' when (hashtext(pr.connection_id::text || pr.period) & 2147483647) % 60 = 1 then 'not_sent' else 'sent' end as status) o
      where pr.period >= ${shape.periods.at(-3) ?? ''}`,
  sql`
      update sweep set every_ms = 60000, began_at = ${shape.seed.now}::timestamptz - interval '20 seconds', ended_at = ${shape.seed.now}::timestamptz - interval '19 seconds', found = '{}'`,
]
