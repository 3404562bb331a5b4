import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../connect.ts'
import type { NudgedPush } from './revise.ts'

/** One partner's part in the billing of a period. */
export interface PartnerRunKey {
  connectionId: string
  period: string
}

/** These as a table `k`, in their order. */
export const keysAsTable = (
  keys: PartnerRunKey[],
) => sql`unnest(${keys.map(({ connectionId }) => connectionId)}::uuid[],
  ${keys.map(({ period }) => period)}::text[]) with ordinality as k(connection_id, period, place)`

/**
 * Of this part, or of a connection in the same words: none of its counts waits or is being sent. Only whether there is one is asked: `limit 1` keeps Postgres from reading all that wait, and an order that only
 * `push_open` has (with `between`, by which it does not know that it is one connection) from reading the table while most of it waits.
 */
export const nothingOpen = (part: RawBuilder<unknown>) => sql`(select true from push open
  where open.connection_id between ${part}.connection_id and ${part}.connection_id and open.period = ${part}.period and open.outcome in ('waiting', 'sending')
  order by open.connection_id limit 1) is null`

/** Of each of these whether no push of the partner and period waits or is being sent, in their order. Asked for all that moved, ten times a second: as `nothingOpen` it takes 1.4 ms for a hundred instead of 1. */
export async function arePartnerRunsOver(db: Db, keys: PartnerRunKey[]): Promise<boolean[]> {
  const { rows } = await sql<{ over: boolean }>`
    select not exists (select from push p
      where p.connection_id = k.connection_id and p.period = k.period and p.outcome in ('waiting', 'sending')) as over
    from ${keysAsTable(keys)}
    order by k.place`.execute(db)
  return rows.map(({ over }) => over)
}

/**
 * Of each of these parts that is over and of which counts were taken with `no_build`, sets the last accepted count to be sent once more
 * without it, so that Gradient rebuilds its billing view whatever the order of the calls was. It goes the way of every push.
 * Answers the pushes to nudge: none of a part where there is nothing to rebuild, or not yet.
 *
 * It waits for nobody: where another transaction holds that count it is left to that one, which may be doing the same, and to the sweep. So two that name the same parts in
 * any order cannot wait for each other. Everything is looked up for each part alone (`lateral`, `offset 0`), whatever Postgres believes of the tables.
 */
export async function openRebuilds(db: Db, keys: PartnerRunKey[]): Promise<NudgedPush[]> {
  const { rows } = await sql<NudgedPush>`
    with newest as materialized (
      select p.id from ${keysAsTable(keys)} cross join lateral (
        select * from partner_run pr where pr.connection_id = k.connection_id and pr.period = k.period offset 0
      ) pr cross join lateral (
        select p.id from push p
        where p.connection_id = pr.connection_id and p.partner_id = pr.partner_id and p.period = pr.period and p.outcome = 'accepted'
        order by p.settled_at desc, p.id desc limit 1
      ) p
      where pr.rebuild_due and (pr.rebuild_after is null or pr.rebuild_after <= now())
        and (select c.status from connection c where c.id = pr.connection_id) in ('pending', 'active')
        and not exists (select from partner_run newer where newer.connection_id = pr.connection_id and newer.period > pr.period offset 0)
        and ${nothingOpen(sql`pr`)}
    ), free as materialized (
      select p.id from push p where p.id = any(array(select id from newest)) and p.outcome = 'accepted' for no key update skip locked
    )
    update push p set outcome = 'waiting', rebuild = true, nudge = p.nudge + 1, tries = 0, due_at = now(), settled_at = null
    where p.id = any(array(select id from free))
    returning p.id, p.nudge, p.connection_id as "connectionId"`.execute(db)
  return rows
}

/** Of `pr`: Gradient has taken at least one of its counts. Looked for alone for each, by the first that is found. */
const somethingTaken = sql`(select true from push taken
  where taken.connection_id = pr.connection_id and taken.partner_id = pr.partner_id and taken.period = pr.period and taken.outcome = 'accepted'
  limit 1) is not null`

/** The partners' parts that are over and whose view waits to be rebuilt. */
export async function dueRebuilds(db: Db): Promise<PartnerRunKey[]> {
  const { rows } = await sql<PartnerRunKey>`
    select pr.connection_id as "connectionId", pr.period from partner_run pr
    join connection c on c.id = pr.connection_id and c.status in ('pending', 'active')
    where pr.rebuild_due and (pr.rebuild_after is null or pr.rebuild_after <= now())
      and not exists (select from partner_run newer where newer.connection_id = pr.connection_id and newer.period > pr.period)
      and not exists (select from push open
        where open.connection_id = pr.connection_id and open.period = pr.period and open.outcome in ('waiting', 'sending'))
      and ${somethingTaken}`.execute(db)
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
      and case when r.partner_id is null then ${somethingOpen(sql`true`)}
        else ${somethingOpen(sql`p.connection_id = any(array(select id from connection where partner_id = r.partner_id))`)} end is null
      and (select true from partner_run pr
        where pr.period = r.period and pr.rebuild_due
          and (r.partner_id is null or pr.partner_id = r.partner_id)
          and (pr.rebuild_after is null or pr.rebuild_after <= now())
          and (select c.status from connection c where c.id = pr.connection_id) in ('pending', 'active')
          and not exists (select from partner_run newer where newer.connection_id = pr.connection_id and newer.period > pr.period offset 0)
          and ${somethingTaken}
        limit 1) is null
    returning r.id`.execute(db)
  return rows.map((row) => row.id)
}

/**
 * Of the run `r`: the first push that can still be done, in the order of the index that has only these (`push_open`), so that the many that are over are not read. Its connection is looked up by a
 * subquery: joined, Postgres, which believes that all of the month waits, begins with the connections, and at the end of each partner's part went through those of all partners before it.
 */
const somethingOpen = (scope: RawBuilder<unknown>) => sql`(select true from push p
  where p.period = r.period and p.outcome in ('waiting', 'sending') and ${scope}
    and (p.outcome = 'sending' or (select c.status from connection c where c.id = p.connection_id) <> 'needs_key')
  order by p.connection_id limit 1)`
