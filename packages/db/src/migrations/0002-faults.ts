import { type Kysely, sql } from 'kysely'

/** What is kept so that the month closes itself whatever breaks: calls that were lost sight of, keys in doubt, months and deadlines missed. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
-- one attempt per claim, also where its settling is said twice because the first answer of Postgres was lost
alter table attempt add column claim_token uuid;
create unique index attempt_claim on attempt (claim_token) where claim_token is not null;

-- a call for a count of which nobody knows whether it is over: its worker is gone, or no answer came. It may still set its number in Gradient
create table lost_call (
  claim_token uuid primary key,
  connection_id uuid not null,
  company_id text collate "C" not null,
  push_id bigint not null,
  -- null: whatever it sent is gone, with the account in Gradient
  unit_count integer,
  lost_at timestamptz not null default now(),
  -- when its worker came back with an answer: from then on it is certain that it is over
  over_at timestamptz,
  -- nothing is left to be done about it
  resolved_at timestamptz
);
create index lost_call_open on lost_call (lost_at) where resolved_at is null;

-- Gradient refused the key: no call with it starts until it is known whose fault that is, the partner's key or the vendor's
alter table connection add column key_in_doubt_since timestamptz, add column key_doubt_reason text,
  -- counts the doubts, so that each is judged once: a verdict names the one that it is of
  add column key_doubt_round integer not null default 0,
  -- when a doubt was last found to be groundless; soon after that the same trouble again is more than one odd answer
  add column key_doubt_lifted_at timestamptz;
create index connection_in_doubt on connection (key_in_doubt_since) where key_in_doubt_since is not null;

-- one call with a partner's key to see whether Gradient takes it: under way until it is deleted or has run out
create table key_probe (
  token uuid primary key,
  connection_id uuid not null,
  claimed_until timestamptz not null
);
create index key_probe_connection on key_probe (connection_id);

-- missed: its month was over before its run could begin. alarmed: not all was settled at the deadline
alter table billing_run add column missed_at timestamptz, add column alarmed_at timestamptz, add column unsettled_at_deadline integer,
  -- when reports were last compared with what was planned
  add column reports_compared_at timestamptz;

-- the fleet's request budget while some process cannot reach Redis: then every process takes its slots here
create table spare_slots (
  key text primary key,
  state text not null,
  in_use_until timestamptz not null
);
`.execute(db)
}
