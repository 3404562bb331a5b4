import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/** What can be seen in Postgres of the processes: what they have done lately, and which of them hold a line to it. */
export interface SignsOfLife {
  /** The database's clock. */
  now: Date
  /** Names of workers that have made a call in the last five minutes, each once. */
  billingWorkers: string[]
  accountWorkers: string[]
  /** Lines to Postgres by the name that each process gives: `gateway`, `scheduler` and so on. */
  connected: Record<string, number>
  /** The mails that were settled last: the newest that was taken by the mail server, and the newest that was not. */
  mailSentAt: Date | null
  mailFailedAt: Date | null
  mailFailure: string | null
  /** When a mail last had to wait for another try, while it waits. */
  mailWaits: string | null
}

/** Reads them. */
export async function signsOfLife(db: Db): Promise<SignsOfLife> {
  const { rows } = await sql<SignsOfLife>`
    with newest as materialized (select worker, call, finished_at from attempt order by id desc limit 5000),
    seen as (select distinct worker, call = 'count' as counts from newest where finished_at > now() - interval '5 minutes'),
    failure as (
      select settled_at, coalesce(detail, status) as words from mail
      where status in ('failed', 'bounced') and settled_at > now() - interval '40 days' order by settled_at desc limit 1)
    select now() as now,
      coalesce((select array_agg(worker order by worker) from seen where counts), '{}') as "billingWorkers",
      coalesce((select array_agg(worker order by worker) from seen where not counts and worker like 'account-worker%'), '{}') as "accountWorkers",
      coalesce((select jsonb_object_agg(application_name, lines) from (
        select application_name, count(*) as lines from pg_stat_activity
        where datname = current_database() and application_name <> '' group by 1) a), '{}') as connected,
      (select max(settled_at) from mail where status = 'sent') as "mailSentAt",
      (select settled_at from failure) as "mailFailedAt", (select words from failure) as "mailFailure",
      (select detail from mail where status = 'waiting' and tries > 0 and detail is not null order by due_at desc limit 1) as "mailWaits"`.execute(
    db,
  )
  const row = rows[0]
  if (!row) throw new Error('the signs of life could not be read')
  return row
}
