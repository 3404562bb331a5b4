import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { sentBesideIt } from './sent-beside-it.ts'
import type { Settled, Settlement } from './settle.ts'

/**
 * Settles, in one statement for all of them, those of many taken counts with which nothing else is to be done: the claim still holds, no newer report and
 * no newer period of the partner has come, and the connection is active. A partner's first count, and its last call, mark its part in the run as well. Answers by
 * push what was settled; all others, whatever is the matter with them, are to be settled by `settlePush`, alone. What is done is the same (a test compares the two).
 *
 * It waits for nobody: a row that another transaction holds (an import that corrects the count, a reconcile of the account, a part in the run that another group is just marking) leaves its push to `settlePush`. So one that is
 * held does not hold up the others, and there is no order of locks in which it and another could wait for each other.
 *
 * The pushes are named by their ids and tokens, and not by `outcome = 'sending'`, which a token implies (a check of the table): where nothing was being sent when Postgres last
 * counted, it takes the index of what is being sent for empty, and read all calls under way, with everything that is asked of each, for every group. What is only asked of another table is a
 * subquery and no join (`offset 0` keeps it one): with joins Postgres weighs the order of seven tables, 7 ms on each connection and for each plan, where this takes 1 to 2. Each is looked up for
 * itself (`lateral`): joined with all of them, it was compared with each of the others. A part is marked by `on conflict`, which finds it by its key whatever Postgres believes.
 */
export async function settleAccepted(db: Db, settlements: Settlement[]): Promise<Map<string, Settled>> {
  const taken = settlements.filter(({ result }) => result === 'accepted')
  if (taken.length === 0) return new Map()
  const each = <Key extends keyof Settlement>(key: Key) => taken.map((settlement) => settlement[key])
  const { rows } = await sql<{ id: string; outcome: string; nudge: number }>`
    with said as materialized (
      select * from unnest(${each('pushId')}::bigint[], ${each('claimToken')}::uuid[], ${each('worker')}::text[], ${each('startedAt')}::timestamptz[],
        ${each('finishedAt')}::timestamptz[], ${each('httpStatus')}::integer[], ${each('unitCount')}::integer[], ${each('revision')}::integer[],
        ${each('noBuild')}::boolean[])
        as s("pushId", "claimToken", worker, "startedAt", "finishedAt", "httpStatus", "unitCount", revision, "noBuild")
    ), plain as materialized (
      select p.*, s.* from said s cross join lateral (
        select p.id, p.connection_id, p.partner_id, p.company_id, p.period, p.rebuild as was_rebuild, p.due_at as was_due_at,
          (select case when every(pr.period = p.period) then every(pr.rebuild_due) and not p.rebuild end
            from partner_run pr where pr.connection_id = p.connection_id and pr.period >= p.period) as marked
        from push p
        join usage_count u on u.partner_id = p.partner_id and u.company_id = p.company_id and u.period = p.period
        join account a on a.connection_id = p.connection_id and a.company_id = p.company_id
        where p.id = s."pushId" and p.claim_token = s."claimToken" and p.rebuild <> s."noBuild" and u.revision = s.revision
          and (select c.status from connection c where c.id = p.connection_id) = 'active'
        for no key update of p, a skip locked
        for share of u skip locked
      ) p
    ), to_be_marked as materialized (
      select pr.* from (select distinct connection_id, period from plain where not marked) k cross join lateral (
        select pr.connection_id, pr.period, pr.run_id from partner_run pr where pr.connection_id = k.connection_id and pr.period = k.period
        for no key update skip locked
      ) pr
    ), settled as materialized (
      select k.*, pr.run_id from plain k left join to_be_marked pr on pr.connection_id = k.connection_id and pr.period = k.period
      where k.marked or pr.run_id is not null
    ), attempted as (
      insert into attempt (connection_id, push_id, call, worker, started_at, finished_at, http_status, unit_count, revision, no_build, claim)
      select connection_id, id, 'count', worker, "startedAt", "finishedAt", "httpStatus", "unitCount", revision, "noBuild", "claimToken" from settled
      on conflict (push_id, claim) where push_id is not null do nothing
    ), held as (
      update account a set accepted_count = k."unitCount", accepted_period = k.period, accepted_revision = k.revision, updated_at = now()
      from settled k where a.connection_id = k.connection_id and a.company_id = k.company_id
    ), partner_run_marked as (
      insert into partner_run (connection_id, period, partner_id, run_id, rebuilt_at, rebuild_due)
      select connection_id, period, partner_id, run_id, case when bool_or(was_rebuild) then now() end, bool_or(not was_rebuild or ${sentBesideIt})
      from settled where not marked group by connection_id, period, partner_id, run_id
      on conflict (connection_id, period) do update set rebuild_due = excluded.rebuild_due, rebuild_after = null,
        rebuilt_at = coalesce(excluded.rebuilt_at, partner_run.rebuilt_at)
    )
    update push p set outcome = 'accepted', due_at = now(), settled_at = now(), rebuild = false, claim_token = null, claimed_by = null, claimed_until = null,
      last_status = k."httpStatus", last_reason = null, last_error = null, cause_id = null, failed_at = null
    from settled k where p.id = k.id and p.id = any(${each('pushId')}::bigint[])
    returning p.id, p.outcome, p.nudge`.execute(db)
  return new Map(rows.map(({ id, outcome, nudge }) => [id, { fenced: false, outcome, nudge }]))
}
