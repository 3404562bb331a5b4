import { type Kysely, sql } from 'kysely'

/** What the partner's page needs: links into it, its sessions, and the mails that partners are sent. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
-- a link into the portal, good for one use; only the SHA-256 of its text is kept
create table portal_link (
  hash bytea primary key,
  partner_id text collate "C" not null references partner (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index portal_link_age on portal_link (expires_at);

-- a browser that came in by such a link; only the SHA-256 of its cookie is kept
create table portal_session (
  id uuid primary key default gen_random_uuid(),
  hash bytea not null unique,
  partner_id text collate "C" not null references partner (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index portal_session_age on portal_session (expires_at);

-- an idempotency key belongs to an integration token or to a portal session
alter table idempotency_key drop constraint idempotency_key_token_id_fkey;

-- a mail to a partner's admin: the breakdown of a run, or that a key stopped working. Its words are made when it is sent
create table mail (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('breakdown', 'key_stopped')),
  partner_id text collate "C" not null references partner (id),
  connection_id uuid not null references connection (id),
  -- of a breakdown
  run_id uuid references billing_run (id),
  period period,
  -- of a key that stopped working: which of the connection's keys
  key_version integer,
  status text not null default 'waiting' check (status in ('waiting', 'sending', 'sent', 'bounced', 'failed', 'not_sent')),
  nudge integer not null default 1,
  due_at timestamptz not null default now(),
  tries integer not null default 0,
  claim_token uuid,
  claimed_until timestamptz,
  -- the address it went to, or was refused for
  recipient text,
  -- the SMTP server's last answer, or why nothing was sent
  smtp_code integer,
  detail text,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  check ((status = 'sending') = (claim_token is not null)),
  check ((kind = 'breakdown') = (run_id is not null) and (kind = 'breakdown') = (period is not null)),
  check ((kind = 'key_stopped') = (key_version is not null))
);
-- once per partner and run; once per key that stopped
create unique index mail_breakdown_once on mail (connection_id, run_id) where kind = 'breakdown';
create unique index mail_key_stopped_once on mail (connection_id, key_version) where kind = 'key_stopped';
create index mail_open on mail (due_at) where status in ('waiting', 'sending');
create index mail_partner on mail (partner_id, created_at desc);
create index mail_settled on mail (settled_at);

-- nobody is told now about runs that were over before there were mails
insert into mail (kind, partner_id, connection_id, run_id, period, status, detail, settled_at)
select 'breakdown', pr.partner_id, pr.connection_id, r.id, pr.period, 'not_sent', 'the run was over before this system sent mails', now()
from partner_run pr join billing_run r on r.period = pr.period and (r.partner_id is null or r.partner_id = pr.partner_id)
where r.finished_at is not null and r.missed_at is null
  and not exists (select from partner_run newer where newer.connection_id = pr.connection_id and newer.period > pr.period);
`.execute(db)
}
