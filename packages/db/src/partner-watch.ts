import type { PushState } from '@bridge/domain'
import { sql } from 'kysely'
import { countEveryState } from './billing-runs.ts'
import type { Db } from './connect.ts'
import type { AccountSyncView } from './connection-reads.ts'

/** The newest sync of the accounts of the partner's live connection, if there is one. */
export async function viewNewestSync(db: Db, partnerId: string): Promise<AccountSyncView | undefined> {
  const { rows } = await sql<AccountSyncView>`
    select s.id, s.status, s.total, s.done, s.failed, s.error, s.requested_at as "requestedAt", s.started_at as "startedAt", s.finished_at as "finishedAt"
    from connection c join account_sync s on s.connection_id = c.id
    where c.partner_id = ${partnerId} and c.status <> 'disconnected'
    order by s.requested_at desc limit 1`.execute(db)
  return rows[0]
}

/** One partner's part in its newest run: its own numbers alone, whoever else is in that run. */
export interface PartnerRun {
  period: string
  /** The newest run of that period which the partner has a part in, be it for all partners. */
  runId: string
  startedAt: Date
  finishedAt: Date | null
  expected: number
  outcomes: Record<PushState, number>
}

/** The newest period that was billed on the partner's live connection, if there is one. */
export async function viewNewestRun(db: Db, partnerId: string): Promise<PartnerRun | undefined> {
  const { rows } = await sql<Omit<PartnerRun, 'outcomes'> & { outcomes: Partial<Record<PushState, number>> }>`
    select pr.period, r.id as "runId", r.started_at as "startedAt", r.finished_at as "finishedAt", pr.expected,
      (select coalesce(jsonb_object_agg(o.outcome, o.pushes), '{}') from (
        select p.outcome, count(*) as pushes from push p
        where p.period = pr.period and p.partner_id = pr.partner_id and p.connection_id = pr.connection_id group by p.outcome) o) as outcomes
    from connection c
    join lateral (select * from partner_run where connection_id = c.id order by period desc limit 1) pr on true
    join lateral (
      select b.id, b.started_at, b.finished_at from billing_run b
      where b.period = pr.period and (b.partner_id is null or b.partner_id = pr.partner_id) and b.missed_at is null
      order by b.started_at desc limit 1) r on true
    where c.partner_id = ${partnerId} and c.status <> 'disconnected'`.execute(db)
  const row = rows[0]
  return row && { ...row, outcomes: countEveryState(row.outcomes) }
}
