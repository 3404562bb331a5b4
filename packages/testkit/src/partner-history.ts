import type { Connected } from '@bridge/db'

/** How much lies in the tables: one partner, `p0`, that is looked at, and others beside it. */
export interface HistorySize {
  companies: number
  otherPartners: number
  companiesOfOthers: number
  /** Oldest first; all but the last were billed, the last is running. */
  periods: string[]
  /** Calls that were answered "unmapped", for each company of `p0` that is still unmapped in the newest billed period. */
  unmappedTries: number
  /** Left out, Postgres has counted what lies in its tables; `false`: it knows nothing of it yet, as after a first import. */
  analysed?: false
}

/** 0 to 999, the same for a company (`co`) and a month (`m`) each time. */
const CHANCE = 'cross join lateral (select abs(hashtext(co.id || m.period)) % 1000 as n) chance'

/**
 * Fills an empty database with partners that have been connected for a long time, by one statement a table. Of each month's companies some 3 % are
 * without a number, 3 % unmapped and 5 % corrected after they were taken; `p0` has connected anew in the middle, and has lines on both connections
 * in the month in which it did. Reports lie in the table in no order, as they come in.
 */
export async function givenPartnerHistory(pool: Connected['pool'], size: HistorySize): Promise<void> {
  const { periods } = size
  const billed = periods.slice(0, -1)
  const newest = billed.at(-1)
  const changedIn = billed[Math.floor(billed.length / 2)]
  const fill = (text: string, values: unknown[] = []) => pool.query(text, values)

  if (size.analysed === false) {
    for (const table of ['company', 'account', 'usage_count', 'usage_revision', 'push', 'attempt']) {
      await fill(`alter table ${table} set (autovacuum_enabled = false)`)
    }
  }
  await fill(`insert into partner (id, name) select 'p' || n, 'Partner ' || n from generate_series(0, $1::integer) n`, [
    size.otherPartners,
  ])
  await fill(
    `insert into company (partner_id, id, name)
    select p.id, 'c' || lpad(n::text, 6, '0'),
      (array['Νότιος Άνεμος', 'Bjørnsund', '株式会社みどり丘', 'Harbour Pine', 'Énergie Été'])[1 + abs(hashtext(p.id || n)) % 5] || ' ' || abs(hashtext(n || p.id)) % 100000
    from partner p, generate_series(1, case when p.id = 'p0' then $1::integer else $2::integer end) n`,
    [size.companies, size.companiesOfOthers],
  )
  await fill(
    `insert into connection (id, partner_id, status, organization_id, organization_name, key_id, key_nonce, key_ciphertext, key_hint, connected_at, disconnected_at)
    select gen_random_uuid(), id, 'active', id, name, 'test', '\\x00'::bytea, '\\x00'::bytea, 'hint', timestamptz '2020-01-02', null::timestamptz from partner
    union all
    select gen_random_uuid(), 'p0', 'disconnected', 'p0', 'Partner 0', null, null, null, null, timestamptz '2020-01-01', timestamptz '2020-01-02'`,
  )
  await fill(
    `insert into account (connection_id, company_id, state, name, due, accepted_count, accepted_period, accepted_revision)
    select c.id, co.id, 'present', co.name, false, 7, $1, 1 from connection c join company co on co.partner_id = c.partner_id`,
    [newest],
  )
  await fill(
    `insert into usage_count (partner_id, company_id, period, billable_users, revision, reported_at)
    select co.partner_id, co.id, m.period, abs(hashtext(co.id || m.period)) % 500, case when chance.n between 60 and 110 then 2 else 1 end, now()
    from unnest($1::text[]) with ordinality m(period, at) cross join company co ${CHANCE}
    where chance.n >= 30
    order by m.at, hashtext(co.partner_id || co.id || m.period)`,
    [periods],
  )
  await fill(
    `insert into usage_revision (partner_id, company_id, period, revision, billable_users, reported_at)
    select partner_id, company_id, period, 1, billable_users + 1, reported_at - interval '1 hour' from usage_count where revision = 2`,
  )
  await fill(
    `insert into billing_run (period, kind, partner_id, deadline_at, started_at, planned_at, finished_at)
    select m.period, kind, partner_id, begun, begun, begun, begun + interval '1 hour'
    from (select period, (period || '-01')::timestamptz + interval '1 month' as at from unnest($1::text[]) period) m,
      lateral (
        select 'scheduled' as kind, null as partner_id, m.at as begun
        union all select 'requested', id, m.at + interval '1 day' from partner) run`,
    [billed],
  )
  await fill(
    `insert into partner_run (connection_id, period, partner_id, run_id, expected)
    select c.id, r.period, c.partner_id, r.id, (select count(*) from company co where co.partner_id = c.partner_id)
    from connection c join billing_run r on r.kind = 'scheduled'
    where (c.status <> 'disconnected' and (c.partner_id <> 'p0' or r.period >= $1)) or (c.status = 'disconnected' and r.period <= $1)`,
    [changedIn],
  )
  await fill(
    `insert into push (connection_id, partner_id, company_id, period, turn, outcome, unit_count, revision, attempts, last_status, last_reason, settled_at)
    select m.connection_id, m.partner_id, co.id, m.period, 1,
      case when c.status = 'disconnected' and m.period = $1 then 'cancelled'
        when chance.n < 30 then 'no_usage' when chance.n < 60 then 'unmapped' else 'accepted' end,
      u.billable_users, coalesce(u.revision, 0),
      case when chance.n < 30 then 0 when chance.n < 60 then 24 when chance.n <= 110 then 2 else 1 end,
      case when chance.n < 30 then null when chance.n < 60 then 404 else 201 end,
      case when chance.n between 30 and 59 then 'unmapped' end, now() - chance.n * interval '1 second'
    from partner_run m
    join connection c on c.id = m.connection_id
    join company co on co.partner_id = m.partner_id ${CHANCE}
    left join usage_count u on u.partner_id = m.partner_id and u.company_id = co.id and u.period = m.period
    order by m.period, m.connection_id, co.id`,
    [changedIn],
  )
  await fill(
    `insert into attempt (connection_id, push_id, call, worker, started_at, finished_at, http_status, reason, unit_count, revision, no_build)
    select p.connection_id, p.id, 'count', 'test', now(), now(), case when p.outcome = 'unmapped' then 404 else 201 end,
      case when p.outcome = 'unmapped' then 'unmapped' end, p.unit_count + p.revision - least(n, p.revision), least(n, p.revision), true
    from push p, generate_series(1, case when p.outcome <> 'unmapped' then p.revision when p.partner_id = 'p0' and p.period = $1 then $2::integer else 24 end) n
    where p.outcome in ('accepted', 'unmapped')
    order by p.period, n, p.id`,
    [newest, size.unmappedTries],
  )
  await fill(
    `insert into account_sync (connection_id, status, requested_at)
    select id, 'done', now() - n * interval '1 day' from connection, generate_series(1, 30) n`,
  )
  await fill(
    `insert into mail (kind, partner_id, connection_id, run_id, period, status, recipient, settled_at)
    select 'breakdown', partner_id, connection_id, run_id, period, 'sent', 'admin@example.com', now() from partner_run`,
  )
  if (size.analysed !== false) await fill('vacuum analyze')
}
