import { PUSH_MOVES } from '@bridge/domain'
import { type Kysely, sql } from 'kysely'

/**
 * The whole of the main job. Times are the database's own (`now()`), so that claims and due times have one clock for the
 * fleet; periods are text `YYYY-MM`, which sorts as it should.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
create domain period as text check (value ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$');

create table partner (
  id text collate "C" primary key,
  name text not null,
  admin_email text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- No foreign key to partner, nor from usage_count to here: they would be half of an import's time. Partners and companies are never
-- deleted, and every statement that writes one of these tables takes its rows from the other one, so there is nothing to break.
create table company (
  partner_id text collate "C" not null,
  id text collate "C" not null,
  name text not null,
  -- archived: the month of the archival is still billed, then one 0 is sent, then nothing
  archived_at timestamptz,
  last_period period,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (partner_id, id),
  check ((archived_at is null) = (last_period is null))
);

-- The newest report of each company and period. Room is left on each page, so that a corrected count needs no new index entry.
create table usage_count (
  partner_id text collate "C" not null,
  company_id text collate "C" not null,
  period period not null,
  billable_users integer not null check (billable_users between 0 and 10000000),
  revision integer not null check (revision > 0),
  reported_at timestamptz not null default now(),
  primary key (partner_id, company_id, period)
) with (fillfactor = 80);

-- the reports that a newer one replaced: append-only
create table usage_revision (
  partner_id text collate "C" not null,
  company_id text collate "C" not null,
  period period not null,
  revision integer not null,
  billable_users integer not null,
  reported_at timestamptz not null,
  replaced_at timestamptz not null default now(),
  primary key (partner_id, company_id, period, revision)
);

-- by the statement, not the row: an import corrects a million counts at once
create function keep_usage_revision() returns trigger language plpgsql as $$
begin
  insert into usage_revision (partner_id, company_id, period, revision, billable_users, reported_at)
  select partner_id, company_id, period, revision, billable_users, reported_at from replaced;
  return null;
end $$;
create trigger usage_revisions after update on usage_count
  referencing old table as replaced for each statement execute function keep_usage_revision();

create table connection (
  id uuid primary key,
  partner_id text collate "C" not null references partner (id),
  status text not null check (status in ('pending', 'active', 'needs_key', 'disconnected')),
  organization_id text not null,
  organization_name text not null,
  -- the partner's key, sealed (vault); destroyed at disconnect
  key_id text,
  key_nonce bytea,
  key_ciphertext bytea,
  key_hint text,
  key_version integer not null default 1,
  connected_at timestamptz not null default now(),
  -- when the integration was seen as pending or active in Gradient, so that pending is sent once
  announced_at timestamptz,
  activated_at timestamptz,
  needs_key_since timestamptz,
  needs_key_reason text,
  disconnected_at timestamptz,
  check ((status = 'disconnected') = (disconnected_at is not null)),
  check ((status = 'disconnected') = (key_ciphertext is null)),
  check ((key_ciphertext is null) = (key_id is null) and (key_ciphertext is null) = (key_nonce is null))
);
create unique index connection_live on connection (partner_id) where status <> 'disconnected';
create index connection_partner on connection (partner_id, connected_at desc);

create table account (
  connection_id uuid not null references connection (id),
  company_id text collate "C" not null,
  state text not null default 'waiting' check (state in ('waiting', 'present', 'failed', 'gone')),
  -- the name that Gradient has
  name text,
  reason text,
  -- there is something to do in Gradient: make or rename it
  due boolean not null default true,
  due_at timestamptz not null default now(),
  -- the last number that Gradient took: what it holds now
  accepted_count integer,
  accepted_period period,
  accepted_revision integer,
  updated_at timestamptz not null default now(),
  primary key (connection_id, company_id)
);
create index account_due on account (connection_id, due_at) where due;

create table account_sync (
  id uuid primary key default gen_random_uuid(),
  connection_id uuid not null references connection (id),
  status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
  nudge integer not null default 1,
  due_at timestamptz not null default now(),
  tries integer not null default 0,
  claim_token uuid,
  claimed_until timestamptz,
  total integer not null default 0,
  done integer not null default 0,
  failed integer not null default 0,
  error text,
  requested_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
-- one at work and one behind it: five thousand registrations are one more sync, not five thousand
create unique index account_sync_queued on account_sync (connection_id) where status = 'queued';
create unique index account_sync_running on account_sync (connection_id) where status = 'running';
create index account_sync_open on account_sync (due_at) where status in ('queued', 'running');

create table billing_run (
  id uuid primary key default gen_random_uuid(),
  period period not null,
  kind text not null check (kind in ('scheduled', 'catch_up', 'requested')),
  partner_id text collate "C" references partner (id),
  deadline_at timestamptz not null,
  started_at timestamptz not null default now(),
  planned_at timestamptz,
  finished_at timestamptz
);
create unique index billing_run_monthly on billing_run (period) where kind in ('scheduled', 'catch_up');
create unique index billing_run_open on billing_run (period, coalesce(partner_id, '')) where finished_at is null;
create index billing_run_started on billing_run (started_at desc, id);

-- one partner's part in the billing of one period
create table partner_run (
  connection_id uuid not null references connection (id),
  period period not null,
  partner_id text collate "C" not null,
  run_id uuid not null references billing_run (id),
  -- companies that must end in an outcome; the sum of the outcomes proves it
  expected integer not null default 0,
  -- a count was taken with no_build, so the view in Gradient waits for one call without it
  rebuild_due boolean not null default false,
  rebuild_after timestamptz,
  rebuilt_at timestamptz,
  primary key (connection_id, period)
);
create index partner_run_rebuild on partner_run (period) where rebuild_due;
create index partner_run_period on partner_run (period, partner_id);

create table push (
  id bigint generated always as identity primary key,
  connection_id uuid not null,
  partner_id text collate "C" not null,
  company_id text collate "C" not null,
  period period not null,
  -- its turn within its partner: nudged in this order, so that every partner gets its turn
  turn integer not null,
  outcome text not null check (outcome in
    ('waiting', 'sending', 'accepted', 'unmapped', 'no_usage', 'refused', 'failed', 'cancelled', 'superseded')),
  unit_count integer,
  revision integer not null default 0,
  -- the one 0 after a company's last period
  final_zero boolean not null default false,
  -- the last call of the partner's run: sent without no_build
  rebuild boolean not null default false,
  nudge integer not null default 1,
  due_at timestamptz not null default now(),
  attempts integer not null default 0,
  -- tries since it last began to wait for a new reason; the retry policy counts these
  tries integer not null default 0,
  claim_token uuid,
  claimed_by text,
  claimed_until timestamptz,
  last_status integer,
  last_reason text,
  last_error text,
  opened_at timestamptz not null default now(),
  settled_at timestamptz,
  unique (connection_id, company_id, period),
  foreign key (connection_id, period) references partner_run (connection_id, period),
  check ((outcome = 'sending') = (claim_token is not null))
);
-- never two calls at a time for one company
create unique index push_one_at_a_time on push (connection_id, company_id) where outcome = 'sending';
create index push_waiting on push (turn, id) where outcome = 'waiting';
create index push_open on push (period, connection_id) where outcome in ('waiting', 'sending');
create index push_claimed on push (claimed_until) where outcome = 'sending';
create index push_again on push (due_at) where outcome in ('unmapped', 'failed');
create index push_final_zero on push (partner_id, company_id) where final_zero;
create index push_of_run on push (period, partner_id, company_id);

-- one HTTP call made for a push or for accounts: append-only
create table attempt (
  id bigint generated always as identity primary key,
  connection_id uuid not null,
  push_id bigint,
  sync_id uuid,
  call text not null,
  worker text not null,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  http_status integer,
  reason text,
  message text,
  unit_count integer,
  revision integer,
  no_build boolean,
  account_count integer
);
create index attempt_push on attempt (push_id) where push_id is not null;

-- while a row here is not resumed, nothing is sent
create table sending_pause (
  id bigint generated always as identity primary key,
  reason text not null,
  detail text not null,
  paused_by text not null,
  paused_at timestamptz not null default now(),
  resumed_at timestamptz,
  resumed_by text
);
create unique index sending_pause_open on sending_pause ((true)) where resumed_at is null;

-- our service in Gradient, found once for the whole fleet
create table vendor_service (
  lookup text primary key,
  service_id text not null,
  found_at timestamptz not null default now()
);

create table integration_token (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  hash bytea not null unique,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);

create table idempotency_key (
  token_id uuid not null references integration_token (id),
  key text not null,
  request_hash bytea,
  state text not null default 'running' check (state in ('running', 'done')),
  status integer,
  headers jsonb,
  body text,
  created_at timestamptz not null default now(),
  running_until timestamptz not null,
  primary key (token_id, key)
);
create index idempotency_key_age on idempotency_key (created_at);

-- the legal moves of a push, copied from the table in the domain package; whoever writes past the ledger is stopped here
create table push_move (from_state text, to_state text, primary key (from_state, to_state));

create function refuse_illegal_move() returns trigger language plpgsql as $$
begin
  if not exists (select from push_move where from_state = old.outcome and to_state = new.outcome) then
    raise exception 'push % may not move from % to %', old.id, old.outcome, new.outcome using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger push_moves before update of outcome on push
  for each row when (old.outcome is distinct from new.outcome) execute function refuse_illegal_move();
`.execute(db)
  const moves = Object.entries(PUSH_MOVES).flatMap(([from, to]) =>
    Object.keys(to).map((state) => sql`(${from}, ${state})`),
  )
  await sql`insert into push_move (from_state, to_state) values ${sql.join(moves)}`.execute(db)
}
