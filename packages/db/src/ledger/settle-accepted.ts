import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import type { Settled, Settlement } from './settle.ts'

/**
 * Settles, in one statement for all of them, those of many taken counts with which nothing else is to be done: the claim still holds, no newer report and
 * no newer period of the partner has come, the connection is active, the partner's run waits for its rebuild already, and this is not that rebuild. Answers by
 * push what was settled; all others, whatever is the matter with them, are to be settled by `settlePush`, alone. What is done is the same (a test compares the two).
 *
 * It waits for nobody: a row that another transaction holds (an import that corrects the count, a reconcile of the account) leaves its push to `settlePush`. So one that is
 * held does not hold up the others, and there is no order of locks in which it and another could wait for each other.
 *
 * The pushes are named by their ids and tokens, and not by `outcome = 'sending'`, which a token implies (a check of the table): where nothing was being sent when Postgres last
 * counted, it takes the index of what is being sent for empty, and read all calls under way, with everything that is asked of each, for every group. What is only asked of another table is a
 * subquery and no join (`offset 0` keeps it one): with joins Postgres weighs the order of seven tables, 7 ms on each connection and for each plan, where this takes 1. Each is looked up for
 * itself (`lateral`): joined with all of them, it was compared with each of the others.
 */
export async function settleAccepted(db: Db, settlements: Settlement[]): Promise<Map<string, Settled>> {
  const taken = settlements.filter(({ result }) => result === 'accepted')
  if (taken.length === 0) return new Map()
  const each = <Key extends keyof Settlement>(key: Key) => taken.map((settlement) => settlement[key])
  const { rows } = await sql<{ id: string; outcome: string; nudge: number }>`
    with said as materialized (
      select * from unnest(${each('pushId')}::bigint[], ${each('claimToken')}::uuid[], ${each('worker')}::text[], ${each('startedAt')}::timestamptz[],
        ${each('finishedAt')}::timestamptz[], ${each('httpStatus')}::integer[], ${each('unitCount')}::integer[], ${each('revision')}::integer[])
        as s("pushId", "claimToken", worker, "startedAt", "finishedAt", "httpStatus", "unitCount", revision)
    ), plain as materialized (
      select p.id, p.connection_id, p.company_id, p.period, s.*
      from said s cross join lateral (
        select p.id, p.connection_id, p.company_id, p.period
        from push p
        join usage_count u on u.partner_id = p.partner_id and u.company_id = p.company_id and u.period = p.period
        join account a on a.connection_id = p.connection_id and a.company_id = p.company_id
        where p.id = s."pushId" and p.claim_token = s."claimToken" and not p.rebuild and u.revision = s.revision
          and (select c.status from connection c where c.id = p.connection_id) = 'active'
          and (select every(pr.period = p.period and pr.rebuild_due) from partner_run pr where pr.connection_id = p.connection_id and pr.period >= p.period)
        for no key update of p, a skip locked
        for share of u skip locked
      ) p
    ), attempted as (
      insert into attempt (connection_id, push_id, call, worker, started_at, finished_at, http_status, unit_count, revision, no_build, claim)
      select connection_id, id, 'count', worker, "startedAt", "finishedAt", "httpStatus", "unitCount", revision, true, "claimToken" from plain
      on conflict (push_id, claim) where push_id is not null do nothing
    ), held as (
      update account a set accepted_count = k."unitCount", accepted_period = k.period, accepted_revision = k.revision, updated_at = now()
      from plain k where a.connection_id = k.connection_id and a.company_id = k.company_id
    )
    update push p set outcome = 'accepted', due_at = now(), settled_at = now(), claim_token = null, claimed_by = null, claimed_until = null,
      last_status = k."httpStatus", last_reason = null, last_error = null, cause_id = null, failed_at = null
    from plain k where p.id = k.id and p.id = any(${each('pushId')}::bigint[])
    returning p.id, p.outcome, p.nudge`.execute(db)
  return new Map(rows.map(({ id, outcome, nudge }) => [id, { fenced: false, outcome, nudge }]))
}
