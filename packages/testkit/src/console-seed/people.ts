import { type RawBuilder, sql } from 'kysely'
import type { Shape } from './shape.ts'

/** Partners with their connections, companies and accounts, and whose calls report for them. */
export const people = (shape: Shape): RawBuilder<unknown>[] => [
  sql`
      insert into integration_token (id, name, hash)
      select pg_temp.seed_uuid('token ' || n), name, sha256(name::bytea) from unnest(array['product', 'nightly']) with ordinality as t (name, n)`,
  sql`
      insert into usage_import (id, token_id, idempotency_key, imported_at)
      select pg_temp.seed_uuid('import ' || m.period), pg_temp.seed_uuid('token 2'), 'nightly-' || m.period, m.starts_at - interval '6 hours' from seed_month m`,
  sql`
      insert into partner (id, name, admin_email, created_at, updated_at)
      select id, name, 'admin@' || id || '.example', since.at, since.at
      from seed_partner, lateral (select min(starts_at) - interval '40 days' as at from seed_month) since`,
  sql`
      insert into company (partner_id, id, name, created_at, updated_at)
      select sc.partner_id, sc.id, sc.name, m.starts_at - interval '35 days', m.starts_at - interval '35 days'
      from seed_company sc join seed_month m on m.number = sc.since order by 1, 2`,
  sql`
      insert into connection (id, partner_id, status, organization_id, organization_name, key_id, key_nonce, key_ciphertext, key_hint, key_version,
        connected_at, announced_at, activated_at, needs_key_since, needs_key_reason, disconnected_at)
      select c.id, c.partner_id, c.status, 'organization of ' || c.partner_id, c.name, k.id, k.nonce, k.ciphertext, k.hint, 1,
        c.connected_at, c.connected_at, case when c.status <> 'pending' then c.connected_at + interval '1 day' end,
        case when c.status = 'needs_key' then ${shape.seed.now}::timestamptz - interval '3 hours' end,
        case when c.status = 'needs_key' then 'Unauthorized' end,
        case when c.status = 'disconnected' then case when c.round = 1 and c.reconnected then c.ended_at else ${shape.seed.now}::timestamptz - interval '10 minutes' end end
      from (
        select sc.id, sc.n, sc.partner_id, sc.name, sc.round, sc.reconnected, f.starts_at - interval '29 days' as connected_at, l.starts_at + interval '9 days' as ended_at,
          case when sc.disconnected or (sc.round = 1 and sc.reconnected) then 'disconnected' when sc.needs_key then 'needs_key' when sc.n % 31 = 2 then 'pending' else 'active' end as status
        from seed_connection sc
        join seed_month f on f.number = sc.first_month join seed_month l on l.number = sc.last_month) c
      left join (values ('seed', '\\x00'::bytea, '\\x00'::bytea, '7f3a')) as k (id, nonce, ciphertext, hint) on c.status <> 'disconnected'`,
  sql`
      insert into account (connection_id, company_id, state, name, reason, due, accepted_count, accepted_period, accepted_revision, updated_at)
      select distinct on (s.connection_id, s.company_id) s.connection_id, s.company_id,
        case when s.r % 400 = 1 then 'failed' when s.r % 500 = 2 then 'waiting' when s.r % 900 = 3 then 'gone' else 'present' end, co.name,
        case when s.r % 400 = 1 then 'name must be unique' end, s.r % 400 = 1 or s.r % 500 = 2,
        case when s.outcome = 'accepted' then 3 + s.r % 180 end, case when s.outcome = 'accepted' then s.period end, case when s.outcome = 'accepted' then 1 end, s.starts_at
      from seed_push s join company co on co.partner_id = s.partner_id and co.id = s.company_id order by s.connection_id, s.company_id, s.month desc`,
  sql`
      insert into account_event (connection_id, company_id, at, state, name)
      select a.connection_id, a.company_id, c.connected_at + interval '2 minutes', 'present', a.name from account a join connection c on c.id = a.connection_id
      where a.state = 'present'`,
  sql`
      insert into account_sync (connection_id, status, total, done, failed, requested_at, started_at, finished_at)
      select id, 'done', 12, 12, 0, connected_at, connected_at + interval '1 second', connected_at + interval '2 minutes' from connection`,
]
