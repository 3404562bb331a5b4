import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import type { NudgedPush } from './revise.ts'

/** One partner's part in the billing of a period. */
export interface PartnerRunKey {
  connectionId: string
  period: string
}

/** Of each of these whether no push of the partner and period waits or is being sent, in their order. */
export async function arePartnerRunsOver(db: Db, keys: PartnerRunKey[]): Promise<boolean[]> {
  const connectionIds = keys.map(({ connectionId }) => connectionId)
  const periods = keys.map(({ period }) => period)
  const { rows } = await sql<{ over: boolean }>`
    select not exists (select from push p
      where p.connection_id = k.connection_id and p.period = k.period and p.outcome in ('waiting', 'sending')) as over
    from unnest(${connectionIds}::uuid[], ${periods}::text[]) with ordinality as k(connection_id, period, place)
    order by k.place`.execute(db)
  return rows.map(({ over }) => over)
}

/**
 * When the partner's part is over and counts were taken with `no_build`, sets the last accepted count to be sent once more
 * without it, so that Gradient rebuilds its billing view whatever the order of the calls was. It goes the way of every push.
 * Answers the push to nudge, or `null` when there is nothing to rebuild, or not yet.
 */
export async function openRebuild(db: Db, key: PartnerRunKey): Promise<NudgedPush | null> {
  const { rows } = await sql<NudgedPush>`
    update push p set outcome = 'waiting', rebuild = true, nudge = p.nudge + 1, tries = 0, due_at = now(), settled_at = null
    where p.outcome = 'accepted' and p.id = (
        select id from push
        where connection_id = ${key.connectionId} and period = ${key.period} and outcome = 'accepted'
        order by settled_at desc, id desc limit 1)
      and exists (select from partner_run pr join connection c on c.id = pr.connection_id
        where pr.connection_id = ${key.connectionId} and pr.period = ${key.period}
          and pr.rebuild_due and (pr.rebuild_after is null or pr.rebuild_after <= now())
          and c.status in ('pending', 'active'))
      and not exists (select from partner_run newer where newer.connection_id = p.connection_id and newer.period > p.period)
      and not exists (select from push open
        where open.connection_id = p.connection_id and open.period = p.period and open.outcome in ('waiting', 'sending'))
    returning p.id, p.nudge, p.connection_id as "connectionId"`.execute(db)
  return rows[0] ?? null
}

/** The partners' parts that are over and whose view waits to be rebuilt. */
export async function dueRebuilds(db: Db): Promise<PartnerRunKey[]> {
  const { rows } = await sql<PartnerRunKey>`
    select pr.connection_id as "connectionId", pr.period from partner_run pr
    join connection c on c.id = pr.connection_id and c.status in ('pending', 'active')
    where pr.rebuild_due and (pr.rebuild_after is null or pr.rebuild_after <= now())
      and not exists (select from partner_run newer where newer.connection_id = pr.connection_id and newer.period > pr.period)
      and not exists (select from push open
        where open.connection_id = pr.connection_id and open.period = pr.period and open.outcome in ('waiting', 'sending'))
      and exists (select from push taken
        where taken.connection_id = pr.connection_id and taken.period = pr.period and taken.outcome = 'accepted')`.execute(
    db,
  )
  return rows
}

/**
 * Ends every planned run in whose scope nothing is left that can be done: no push waits or is being sent, and no view waits to be
 * rebuilt. What waits for a partner's new key does not hold a run open: it is that partner's own trouble, and it stays
 * visible as `waiting` in the run's numbers. Answers the ids of the runs that ended.
 */
export async function finishRuns(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update billing_run r set finished_at = now()
    where r.finished_at is null and r.planned_at is not null
      and not exists (select from push p join connection c on c.id = p.connection_id
        where p.period = r.period and p.outcome in ('waiting', 'sending')
          and (r.partner_id is null or p.partner_id = r.partner_id)
          and (c.status <> 'needs_key' or p.outcome = 'sending'))
      and not exists (select from partner_run pr join connection c on c.id = pr.connection_id
        where pr.period = r.period and pr.rebuild_due
          and (r.partner_id is null or pr.partner_id = r.partner_id)
          and (pr.rebuild_after is null or pr.rebuild_after <= now())
          and c.status in ('pending', 'active')
          and not exists (select from partner_run newer where newer.connection_id = pr.connection_id and newer.period > pr.period)
          and exists (select from push taken
            where taken.connection_id = pr.connection_id and taken.period = pr.period and taken.outcome = 'accepted'))
    returning r.id`.execute(db)
  return rows.map((row) => row.id)
}
