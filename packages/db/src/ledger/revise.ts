import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../connect.ts'

/** A push that now waits and should be nudged. */
export interface NudgedPush {
  id: string
  nudge: number
  /** A worker weighs by it whether it may take the push now: a slow partner must not take all its places. */
  connectionId: string
}

/**
 * Brings the pushes into line with usage that was reported or changed, for the companies in `reported` (a query with the columns
 * `partner_id, company_id, period`). To be called in the transaction that wrote the usage.
 *
 * A settled push waits again with the new number, and one that waits as the last call of its run is that no more: it carries a number that
 * Gradient has not taken; a company that the run of its partner does not know yet gets its push. Only the
 * newest period that was billed for the connection is touched: older ones are kept and shown, never sent.
 * A push that is being sent right now is left alone: settling sees the newer revision. One that a plan is just opening is waited for.
 * Answers what waits now; with `most` only so many of it, so that no list grows with what was reported.
 */
export async function reviseOpenPushes(
  tx: Db,
  reported: RawBuilder<unknown>,
  most: number | null = null,
): Promise<NudgedPush[]> {
  const { rows } = await sql<NudgedPush>`
    with reported as materialized (${reported}), current as (
      select pr.connection_id, r.partner_id, r.company_id, r.period, u.billable_users, u.revision
      from reported r
      join connection c on c.partner_id = r.partner_id and c.status <> 'disconnected'
      join partner_run pr on pr.connection_id = c.id and pr.period = r.period
      join usage_count u on u.partner_id = r.partner_id and u.company_id = r.company_id and u.period = r.period
      where not exists (select from partner_run newer where newer.connection_id = c.id and newer.period > r.period)
    ), revised as (
      update push p set outcome = 'waiting', unit_count = k.billable_users, revision = k.revision, final_zero = false,
        nudge = p.nudge + (p.outcome <> 'waiting')::integer, tries = 0, due_at = now(), settled_at = null, rebuild = false
      from current k
      where p.connection_id = k.connection_id and p.company_id = k.company_id and p.period = k.period
        and p.outcome in ('waiting', 'accepted', 'unmapped', 'no_usage', 'refused', 'failed')
        and (p.revision < k.revision)
      returning p.id, p.nudge, p.connection_id
    ), opened as (
      insert into push (connection_id, partner_id, company_id, period, turn, outcome, unit_count, revision)
      select connection_id, partner_id, company_id, period, 0, 'waiting', billable_users, revision from current k
      where not exists (select from push p
        where p.connection_id = k.connection_id and p.company_id = k.company_id and p.period = k.period)
      on conflict (connection_id, company_id, period) do update
        set outcome = 'waiting', unit_count = excluded.unit_count, revision = excluded.revision, final_zero = false, rebuild = false,
          nudge = push.nudge + 1, tries = 0, due_at = now(), settled_at = null
        where push.outcome in ('waiting', 'accepted', 'unmapped', 'no_usage', 'refused', 'failed') and push.revision < excluded.revision
      returning id, nudge, connection_id, period, xmax = 0 as is_new
    ), counted as (
      update partner_run pr set expected = pr.expected + o.opened
      from (select connection_id, period, count(*)::integer as opened from opened where is_new group by 1, 2) o
      where pr.connection_id = o.connection_id and pr.period = o.period
    )
    select id, nudge, connection_id as "connectionId" from revised
    union all select id, nudge, connection_id from opened
    limit ${most}`.execute(tx)
  return rows
}
