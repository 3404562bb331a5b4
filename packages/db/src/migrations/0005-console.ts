import { failureCauseOf } from '@bridge/domain'
import { type Kysely, sql } from 'kysely'

/** What the operators' console needs: stops with a scope, causes of failures, retries, what happened to a company, and by whose call. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
-- what a stop is of: everything, accounts alone, counts alone, or all that is of one partner; several may hold at once
alter table sending_pause
  add column scope text not null default 'all' check (scope in ('all', 'accounts', 'billing', 'partner')),
  add column partner_id text collate "C" references partner (id),
  add column resume_reason text,
  add constraint sending_pause_partner check ((scope = 'partner') = (partner_id is not null));
drop index sending_pause_open;
create unique index sending_pause_open on sending_pause (scope, coalesce(partner_id, ''), reason) where resumed_at is null;

-- why calls failed, without the ids that stood in Gradient's words (failureCauseOf)
create table failure_cause (
  id text collate "C" primary key,
  reason text not null,
  message text not null,
  first_seen_at timestamptz not null default now()
);
-- of the last call, while it failed: null once Gradient has taken the number
alter table push add column cause_id text collate "C", add column failed_at timestamptz;
create index push_failing on push (period, cause_id, partner_id) include (outcome, failed_at) where cause_id is not null;
-- how a run and its partners stand, counted without a look at the pushes; and what of each connection is due longest
create index push_outcome on push (period, partner_id, outcome);
create index push_due on push (connection_id, due_at) where outcome = 'waiting';

-- One recorded order to send again. Its items are released by the scheduler, some at a time; each is looked at again then.
create table retry (
  id uuid primary key default gen_random_uuid(),
  -- of the preview that was seen before: pressed twice it is one retry
  preview_token text not null unique,
  scope jsonb not null,
  reason text not null,
  asked_by text not null,
  asked_at timestamptz not null default now(),
  finished_at timestamptz,
  stopped_at timestamptz,
  stopped_by text,
  stop_reason text
);
create index retry_open on retry (asked_at, id) where finished_at is null;
create index retry_asked on retry (asked_at desc, id);

create table retry_item (
  retry_id uuid not null references retry (id),
  push_id bigint not null,
  -- waiting for its turn; released: it waits or is being sent; settled: with that outcome; refused: not sent, and why; stopped before its turn
  state text not null check (state in ('waiting', 'released', 'settled', 'refused', 'stopped')),
  why text,
  released_at timestamptz,
  outcome text,
  primary key (retry_id, push_id),
  check ((state = 'refused') = (why is not null)),
  check ((state = 'settled') = (outcome is not null))
);
create index retry_item_open on retry_item (retry_id, state, push_id) where state in ('waiting', 'released');
create index retry_item_push on retry_item (push_id);

-- the sweep's last round, and who wants another one at once: one row
create table sweep (
  one boolean primary key default true check (one),
  every_ms integer,
  began_at timestamptz,
  ended_at timestamptz,
  found jsonb,
  asked_at timestamptz
);
insert into sweep default values;

-- what happened to companies, their accounts and their partners' connections: append-only
create table company_event (
  id bigint generated always as identity primary key,
  partner_id text collate "C" not null,
  company_id text collate "C" not null,
  at timestamptz not null default now(),
  kind text not null check (kind in ('renamed', 'archived', 'brought_back')),
  old_name text,
  new_name text,
  last_period period
);
create index company_event_of on company_event (partner_id, company_id, at);
create function keep_company_events() returns trigger language plpgsql as $$
begin
  insert into company_event (partner_id, company_id, kind, old_name, new_name, last_period)
  select n.partner_id, n.id, k.kind, case when k.kind = 'renamed' then o.name end, case when k.kind = 'renamed' then n.name end, n.last_period
  from before o join after n on n.partner_id = o.partner_id and n.id = o.id
  cross join lateral (values
    ('renamed', o.name <> n.name),
    ('archived', o.archived_at is null and n.archived_at is not null),
    ('brought_back', o.archived_at is not null and n.archived_at is null)) as k (kind, happened)
  where k.happened;
  return null;
end $$;
create trigger company_events after update on company
  referencing old table as before new table as after for each statement execute function keep_company_events();

-- a name as it is looked for in a million; most names are plain letters, for which the long way gives the same
alter table company add column search_name text collate "C" generated always as
  (case when octet_length(name) = length(name) then upper(name collate "C") else search_text(name) end) stored;
create index company_by_id on company (id);

create table account_event (
  id bigint generated always as identity primary key,
  connection_id uuid not null,
  company_id text collate "C" not null,
  at timestamptz not null default now(),
  state text not null,
  name text,
  reason text
);
create index account_event_of on account_event (connection_id, company_id, at);
create function keep_account_event() returns trigger language plpgsql as $$
begin
  insert into account_event (connection_id, company_id, state, name, reason)
  values (new.connection_id, new.company_id, new.state, new.name, new.reason);
  return null;
end $$;
create trigger account_events after update of state, name, reason on account for each row
  when ((old.state, old.name, old.reason) is distinct from (new.state, new.name, new.reason)) execute function keep_account_event();

create table connection_event (
  id bigint generated always as identity primary key,
  connection_id uuid not null,
  at timestamptz not null default now(),
  status text not null,
  key_replaced boolean not null,
  reason text
);
create index connection_event_of on connection_event (connection_id, at);
create function keep_connection_event() returns trigger language plpgsql as $$
begin
  insert into connection_event (connection_id, status, key_replaced, reason)
  values (new.id, new.status, new.key_version <> old.key_version, new.needs_key_reason);
  return null;
end $$;
create trigger connection_events after update of status, key_version on connection for each row
  when (old.status <> new.status or old.key_version <> new.key_version) execute function keep_connection_event();

-- by which call a count was reported: an integration token's (a PUT), or an import's
create table usage_import (
  id uuid primary key default gen_random_uuid(),
  token_id uuid not null,
  idempotency_key text,
  imported_at timestamptz not null default now()
);
alter table usage_count add column reported_by uuid;
alter table usage_revision add column reported_by uuid;
create or replace function keep_usage_revision() returns trigger language plpgsql as $$
begin
  insert into usage_revision (partner_id, company_id, period, revision, billable_users, reported_at, reported_by)
  select partner_id, company_id, period, revision, billable_users, reported_at, reported_by from replaced;
  return null;
end $$;
`.execute(db)
  await makePeople(db)
  await nameCauses(db)
}

/** Who may open the console, and what they did there: kept for ever, and only ever added to. */
async function makePeople(db: Kysely<never>): Promise<void> {
  await sql`
create table operator (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  role text not null check (role in ('viewer', 'operator')),
  -- argon2id in its own notation; null: comes in by the identity provider alone
  password_hash text,
  oidc_issuer text,
  oidc_subject text,
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  unique (oidc_issuer, oidc_subject),
  check ((oidc_issuer is null) = (oidc_subject is null))
);
create unique index operator_name on operator (lower(name));

create table operator_session (
  id uuid primary key default gen_random_uuid(),
  -- the SHA-256 of the cookie
  hash bytea not null unique,
  operator_id uuid not null references operator (id),
  address text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index operator_session_live on operator_session (operator_id) where ended_at is null;
create index operator_session_expiry on operator_session (expires_at);

-- how often somebody has tried to sign in lately: by address and by name, of both only a hash (people type passwords where names belong)
create table sign_in_tries (
  key bytea primary key,
  began_at timestamptz not null,
  tries integer not null
);

create table operator_action (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  via text not null check (via in ('console', 'board', 'shell')),
  operator_id uuid references operator (id),
  -- as it was then
  operator_name text not null,
  address text,
  action text not null,
  reason text,
  -- which rows: ids by what they are ids of, such as {"partnerId": "p1", "pushIds": ["17"]}
  on_rows jsonb not null default '{}' check (jsonb_typeof(on_rows) = 'object'),
  before jsonb,
  after jsonb
);
create index operator_action_at on operator_action (at desc, id desc);
create index operator_action_on on operator_action using gin (on_rows jsonb_path_ops);
create function refuse_changed_actions() returns trigger language plpgsql as $$
begin
  raise exception 'operator_action is only ever added to: % is refused', tg_op using errcode = 'restrict_violation';
end $$;
create trigger operator_action_append_only before update or delete or truncate on operator_action
  for each statement execute function refuse_changed_actions();
alter table operator_action enable always trigger operator_action_append_only;
`.execute(db)
}

const AT_ONCE = 5_000

/** Names the causes of what has failed before there were any. */
async function nameCauses(db: Kysely<never>): Promise<void> {
  for (let after = '0'; ; ) {
    const { rows } = await sql<{
      id: string
      partnerId: string
      companyId: string
      reason: Parameters<typeof failureCauseOf>[0]['reason']
      message: string
      httpStatus: number | null
    }>`
      select id, partner_id as "partnerId", company_id as "companyId", last_reason as reason, coalesce(last_error, '') as message,
        last_status as "httpStatus"
      from push where id > ${after} and last_reason is not null and outcome <> 'accepted' order by id limit ${AT_ONCE}`.execute(
      db,
    )
    const last = rows.at(-1)
    if (last === undefined) return
    const causes = rows.map((row) => failureCauseOf(row, [row.companyId, row.partnerId]))
    const column = (name: 'id' | 'reason' | 'message') => causes.map((cause) => cause[name])
    await sql`
      insert into failure_cause (id, reason, message)
      select * from unnest(${column('id')}::text[], ${column('reason')}::text[], ${column('message')}::text[])
      on conflict do nothing`.execute(db)
    await sql`
      update push p set cause_id = k.cause_id, failed_at = coalesce(p.settled_at, now())
      from unnest(${rows.map((row) => row.id)}::bigint[], ${column('id')}::text[]) as k (id, cause_id)
      where p.id = k.id`.execute(db)
    after = last.id
  }
}
