import { type FailureReason, failureCauseOf } from '@bridge/domain'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { hasNewerPeriod } from '../newer-period.ts'
import { sentBesideIt } from './sent-beside-it.ts'

/** What came of one claimed push, decided by the worker from Gradient's answer. */
export interface Settlement {
  pushId: string
  claimToken: string
  connectionId: string
  partnerId: string
  companyId: string
  worker: string
  /**
   * `retry` goes back to waiting; `spent` is a retry whose tries are used up; `postponed` waits through no fault of its own (the fleet slows
   * down) and its try does not count; `stopped` waits for a key or for an operator.
   */
  result: 'accepted' | 'unmapped' | 'refused' | 'retry' | 'spent' | 'postponed' | 'stopped'
  /** How long until a retried or postponed push is due, in milliseconds. */
  retryInMs: number
  /** A call was made; else the claim had run out before one could begin, and nothing is recorded as an attempt. */
  called: boolean
  /** No good answer came, and the call may still take effect in Gradient. */
  ambiguous: boolean
  noBuild: boolean
  unitCount: number
  revision: number
  startedAt: Date
  finishedAt: Date
  httpStatus: number | null
  reason: FailureReason | null
  message: string | null
}

/** The push after settling, or `fenced` where the claim was no longer this worker's, so that this answer decided nothing. */
export type Settled = { fenced: true } | { fenced: false; outcome: string; nudge: number }

/**
 * Writes the one outcome of a claimed push, the attempt, and all that follows from an accepted count, in one statement.
 *
 * - A newer revision that came while this one was being sent makes the push wait again rather than end. The count's row is locked while
 *   deciding: a report that is just being committed is waited for and seen; one that comes after sees the push settled.
 * - A disconnected connection's unfinished work is cancelled; a taken count is recorded as taken.
 * - An accepted number sets what Gradient holds for the company, turns a pending connection active, and marks the
 *   partner's run as one whose view must be rebuilt.
 * - A last call (`rebuild`) that could not be made leaves its push accepted, as it was; the rebuild is tried again in an hour. After one that was taken the view is up to
 *   date only if nothing else of the partner was sent beside it; else there is one more last call, once all is over.
 * - A call that may still take effect is kept as a lost one; one that comes back after its claim ran out is known to be over
 *   (`confirmLostCalls`).
 * - A number that was taken although a newer period had begun is a lost call that is over: the newer number follows it.
 * - A company that Gradient knew and no longer maps has its account looked at again.
 * - What failed is named by its cause, which it has in common with others (`failureCauseOf`), until Gradient takes the number.
 *
 * May be said again when Postgres did not answer: the claim's token makes it one attempt and one outcome.
 */
export async function settlePush(db: Db, s: Settlement): Promise<Settled> {
  const accepted = s.result === 'accepted'
  const later = s.result === 'retry' || s.result === 'postponed'
  const answered = accepted || s.result === 'unmapped' || s.result === 'refused'
  const cause =
    s.reason === null
      ? null
      : failureCauseOf({ ...s, reason: s.reason, message: s.message ?? '' }, [s.companyId, s.partnerId])
  const caused =
    cause &&
    sql`
    caused as (
      insert into failure_cause (id, reason, message) values (${cause.id}, ${cause.reason}, ${cause.message}) on conflict do nothing
    ),`
  const { rows } = await sql<{ outcome: string; nudge: number }>`
    with ${caused ?? sql``} attempted as (
      insert into attempt (connection_id, push_id, call, worker, started_at, finished_at, http_status, reason, message, unit_count, revision, no_build, claim)
      select ${s.connectionId}::uuid, ${s.pushId}::bigint, 'count', ${s.worker}::text, ${s.startedAt}::timestamptz, ${s.finishedAt}::timestamptz,
        ${s.httpStatus}::integer, ${s.reason}::text, ${s.message}::text, ${s.unitCount}::integer, ${s.revision}::integer, ${s.noBuild}::boolean,
        ${s.claimToken}::uuid
      where ${s.called}
      on conflict (push_id, claim) where push_id is not null do nothing
    ), reported as materialized (
      select u.revision from push p
      join usage_count u on u.partner_id = p.partner_id and u.company_id = p.company_id and u.period = p.period
      where p.id = ${s.pushId} for share of u
    ), decided as (
      select p.id, p.rebuild, p.due_at,
        (${answered} or (${s.result === 'spent'} and p.rebuild)) and coalesce((select revision from reported), 0) > ${s.revision} as newer,
        c.status = 'disconnected' as disconnected
      from push p
      join connection c on c.id = p.connection_id
      where p.id = ${s.pushId}
    ), settled as (
      update push p set
        outcome = case
          when d.disconnected and ${!answered} then 'cancelled'
          when d.newer and not d.disconnected then 'waiting'
          when ${answered} then ${s.result}
          when ${s.result === 'spent'} and d.rebuild then 'accepted'
          when ${s.result === 'spent'} then 'failed'
          else 'waiting' end,
        nudge = p.nudge + case when d.newer then 1 else 0 end,
        attempts = p.attempts - ${s.called ? 0 : 1},
        tries = case
          when d.newer or ${s.result === 'stopped'} then 0
          when ${s.result === 'postponed'} then greatest(p.tries - 1, 0)
          else p.tries end,
        due_at = case
          when ${later} then now() + ${s.retryInMs}::double precision * interval '1 millisecond'
          else now() end,
        settled_at = case when ${answered || s.result === 'spent'} and not d.newer or d.disconnected then now() end,
        rebuild = d.rebuild and ${later || s.result === 'stopped'},
        claim_token = null, claimed_by = null, claimed_until = null,
        last_status = ${s.httpStatus}, last_reason = ${s.reason}, last_error = ${s.message},
        cause_id = case when d.rebuild and ${s.result === 'spent'} then null else ${cause?.id ?? null}::text end,
        failed_at = case when d.rebuild and ${s.result === 'spent'} then null else ${cause && s.finishedAt}::timestamptz end
      from decided d
      where p.id = d.id and p.outcome = 'sending' and p.claim_token = ${s.claimToken}
      returning p.id, p.connection_id, p.partner_id, p.company_id, p.period, p.outcome, p.nudge, d.rebuild as was_rebuild, d.due_at as was_due_at
    ), lost as (
      insert into lost_call (claim_token, connection_id, company_id, push_id, unit_count)
      select ${s.claimToken}, connection_id, company_id, id, ${s.unitCount} from settled where ${s.ambiguous}
      on conflict do nothing
    ), overtook as (
      insert into lost_call (claim_token, connection_id, company_id, push_id, unit_count, over_at)
      select ${s.claimToken}, connection_id, company_id, id, ${s.unitCount}, now() from settled
      where ${accepted} and ${hasNewerPeriod(sql`settled`)}
      on conflict do nothing
    ), came_back as (
      update lost_call set over_at = now(), resolved_at = null
      where claim_token = ${s.claimToken} and over_at is null and ${!s.ambiguous}
    ), unknown_there as (
      update account a set due = true, due_at = now()
      from settled where settled.outcome = 'unmapped' and a.connection_id = settled.connection_id and a.company_id = settled.company_id
        and a.accepted_count is not null and not a.due
    ), held as (
      update account a set accepted_count = ${s.unitCount}, accepted_period = settled.period, accepted_revision = ${s.revision}, updated_at = now()
      from settled where ${accepted} and a.connection_id = settled.connection_id and a.company_id = settled.company_id
    ), activated as (
      update connection c set status = 'active', activated_at = coalesce(c.activated_at, now())
      from settled where ${accepted} and c.id = settled.connection_id and c.status = 'pending'
    ), partner_run_marked as (
      update partner_run pr set
        rebuild_due = case when settled.was_rebuild and ${accepted} then ${sentBesideIt} else true end,
        rebuilt_at = case when settled.was_rebuild and ${accepted} then now() else pr.rebuilt_at end,
        rebuild_after = case when settled.was_rebuild and ${s.result === 'spent'} then now() + interval '1 hour' end
      from settled
      where pr.connection_id = settled.connection_id and pr.period = settled.period
        and ((${accepted} and not settled.was_rebuild and not pr.rebuild_due)
          or (settled.was_rebuild and ${answered || s.result === 'spent'}))
    )
    select outcome, nudge from settled`.execute(db)
  const row = rows[0]
  return row ? { fenced: false, ...row } : { fenced: true }
}
