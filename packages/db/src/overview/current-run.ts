import type { ConnectionState, PushState } from '@bridge/domain'
import { sql } from 'kysely'
import { countEveryState } from '../billing-runs.ts'
import type { Db } from '../connect.ts'
import { notPaused } from '../pauses.ts'
import type { HeldBy } from '../runs/held-by.ts'

/** A partner of the current run with something that an operator may want to look at. */
export interface TroubledPartner {
  partnerId: string
  name: string
  connection: ConnectionState
  failed: number
  refused: number
  unmapped: number
  /** Waiting or being sent. */
  open: number
  heldBy: HeldBy | null
  accountsFailed: number
}

/** The run of the newest month, all of its numbers of one moment. */
export interface CurrentRun {
  id: string
  period: string
  kind: 'scheduled' | 'catch_up' | 'requested'
  partnerId: string | null
  startedAt: Date
  plannedAt: Date | null
  finishedAt: Date | null
  deadlineAt: Date
  alarmedAt: Date | null
  /** Counted when companies are found to be due. The sum of `outcomes` equals it: what is `missing` is a defect. */
  expected: number
  outcomes: Record<PushState, number>
  missing: number
  /** Of those that wait or are being sent: how many can go on now, and not only with a new key or once a stop is lifted. */
  canGoOn: number
  /** How many partners have trouble, and those with most of it. */
  troubled: number
  troubledPartners: TroubledPartner[]
}

type Row = Omit<CurrentRun, 'outcomes' | 'missing'> & { outcomes: Partial<Record<PushState, number>> }

/**
 * The run of the newest month: the one for all partners, where there is one, and of several the latest. All its numbers are read by one statement,
 * so that they agree. It reads the index `push_outcome`, and no push.
 */
export async function currentRun(db: Db, input: { mostTroubled: number }): Promise<CurrentRun | undefined> {
  const { rows } = await sql<Row>`
    with r as materialized (
      select * from billing_run where missed_at is null
      order by period desc, (partner_id is null) desc, started_at desc limit 1
    ), counted as materialized (
      select p.partner_id, p.outcome, count(*) as pushes from push p
      where p.period = (select period from r)
        and ((select partner_id from r) is null or p.partner_id = (select partner_id from r))
      group by p.partner_id, p.outcome
    ), by_partner as materialized (
      select k.partner_id,
        coalesce(sum(k.pushes) filter (where k.outcome = 'failed'), 0) as failed,
        coalesce(sum(k.pushes) filter (where k.outcome = 'refused'), 0) as refused,
        coalesce(sum(k.pushes) filter (where k.outcome = 'unmapped'), 0) as unmapped,
        coalesce(sum(k.pushes) filter (where k.outcome in ('waiting', 'sending')), 0) as open
      from counted k group by k.partner_id
    ), judged as materialized (
      select b.*, newest.id as connection_id, newest.status,
        case when newest.status = 'needs_key' then 'needs_key'
          when newest.key_in_doubt_since is not null then 'key_in_doubt'
          when not (${notPaused('billing', sql`b.partner_id`)}) then 'sending_paused' end as held_by
      from by_partner b
      cross join lateral (
        select c.id, c.status, c.key_in_doubt_since from connection c where c.partner_id = b.partner_id
        order by c.connected_at desc limit 1) newest
    ), failed_accounts as materialized (
      select connection_id, count(*) as accounts from account where due and state = 'failed' group by connection_id
    ), troubled as (
      select j.*, coalesce(f.accounts, 0) as accounts_failed
      from judged j left join failed_accounts f on f.connection_id = j.connection_id
      where j.failed + j.refused > 0 or j.status = 'needs_key' or f.accounts > 0 or (j.held_by is not null and j.open > 0)
    )
    select r.id, r.period, r.kind, r.partner_id as "partnerId", r.started_at as "startedAt", r.planned_at as "plannedAt",
      r.finished_at as "finishedAt", r.deadline_at as "deadlineAt", r.alarmed_at as "alarmedAt",
      (select coalesce(sum(pr.expected), 0)::integer from partner_run pr
        where pr.period = r.period and (r.partner_id is null or pr.partner_id = r.partner_id)) as expected,
      (select coalesce(jsonb_object_agg(o.outcome, o.pushes), '{}')
        from (select outcome, sum(pushes) as pushes from counted group by outcome) o) as outcomes,
      (select coalesce(sum(open) filter (where held_by is null and status <> 'disconnected'), 0)::integer from judged) as "canGoOn",
      (select count(*)::integer from troubled) as troubled,
      (select coalesce(jsonb_agg(t), '[]') from (
        select t.partner_id as "partnerId", pa.name, t.status as connection, t.failed, t.refused, t.unmapped, t.open, t.held_by as "heldBy",
          t.accounts_failed as "accountsFailed"
        from troubled t join partner pa on pa.id = t.partner_id
        order by t.failed + t.refused desc, t.held_by nulls last, t.open desc, t.accounts_failed desc, t.partner_id
        limit ${input.mostTroubled}) t) as "troubledPartners"
    from r`.execute(db)
  const row = rows[0]
  if (!row) return undefined
  const outcomes = countEveryState(row.outcomes)
  const sum = Object.values(outcomes).reduce((total, pushes) => total + pushes, 0)
  return { ...row, outcomes, missing: row.expected - sum }
}
