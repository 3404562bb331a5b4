import type { PushState } from '@bridge/domain'
import { type RawBuilder, sql } from 'kysely'
import { notPaused } from '../pauses.ts'

/** What ended without being taken, and may be sent again. */
export const RETRIED_STATES = ['unmapped', 'refused', 'failed'] as const satisfies PushState[]
export type RetriedState = (typeof RETRIED_STATES)[number]

/** Which pushes an operator means: some by name, a group of failures, what ended in these states in a run, or all that is of a partner's month. */
export type RetryScope =
  | { pushIds: string[] }
  | { runId: string; causeId: string }
  | { runId: string; outcomes: RetriedState[] }
  | { partnerId: string; period: string }

/** Why a push that was meant is not sent again. */
export const RETRY_REFUSALS = [
  'newer_number',
  'disconnected',
  'needs_key',
  'under_way',
  'accepted',
  'no_usage',
] as const
export type RetryRefusal = (typeof RETRY_REFUSALS)[number]

/**
 * The pushes of a scope, each with the reason for which it is not sent again; null: it is. The one rule of it: the preview counts by it, the order
 * keeps its items by it, and it is asked again when their turn comes. What settled after `settledBy` was not there when somebody looked.
 */
export function judged(scope: RetryScope, settledBy: RawBuilder<unknown> | null): RawBuilder<unknown> {
  return sql`
    select p.id, ${whyNot} as why, not (${notPaused('billing', sql`p.partner_id`)}) as held
    from push p join connection c on c.id = p.connection_id
    where ${inScope(scope)} and ${settledBy ? sql`(p.settled_at is null or p.settled_at <= ${settledBy})` : sql`true`}`
}

/** Of `p` (push) and `c` (its connection). The order matters: the first that holds is told. */
export const whyNot = sql<RetryRefusal | null>`
  case
    when p.outcome = 'accepted' then 'accepted'
    when p.outcome = 'no_usage' then 'no_usage'
    when p.outcome = 'cancelled' or c.status = 'disconnected' then 'disconnected'
    when p.outcome = 'superseded'
      or exists (select from partner_run newer where newer.connection_id = p.connection_id and newer.period > p.period) then 'newer_number'
    when p.outcome in ('waiting', 'sending') then 'under_way'
    when c.status = 'needs_key' then 'needs_key'
  end`

/** What was taken, and what had no number, is nothing to retry, unless it is named. */
const unfinished = sql`p.outcome in ('waiting', 'sending', 'unmapped', 'refused', 'failed', 'cancelled', 'superseded')`

function inScope(scope: RetryScope): RawBuilder<unknown> {
  if ('pushIds' in scope) return sql`p.id = any(${scope.pushIds}::bigint[])`
  if ('partnerId' in scope)
    return sql`p.period = ${scope.period} and p.partner_id = ${scope.partnerId} and ${unfinished}`
  const ofRun = sql`
    p.period = (select period from billing_run where id = ${scope.runId})
    and ((select partner_id from billing_run where id = ${scope.runId}) is null
      or p.partner_id = (select partner_id from billing_run where id = ${scope.runId}))`
  if ('causeId' in scope) return sql`${ofRun} and p.cause_id = ${scope.causeId}`
  return sql`${ofRun} and p.outcome = any(${scope.outcomes}::text[])`
}
