import { recordAttempt, renewSync, type SyncClaim } from '@bridge/db'
import type { CallOptions, CallResult } from '@bridge/gradient'
import type { Secret } from '@bridge/vault'
import { SyncCallError, SyncEndedError } from './errors.ts'
import type { Parts } from './parts.ts'

/** One claimed sync with its key open. */
export interface SyncSession extends Parts {
  claim: SyncClaim
  partnerKey: Secret
}

/** A claim outlives its call by this much, so that a call never runs without one. */
export const CLAIM_MARGIN_MS = 10_000

/**
 * Makes one call of a sync: takes a slot of the budget, renews the claim (which asks whether the connection may still be
 * called), sends at once, records the attempt. A conflict or refusal is for the caller to judge (`result`); throws
 * `SyncEndedError` where no call may start, and `SyncCallError` for every other failure when `orThrow` is used.
 */
export async function callGradient<Value>(
  session: SyncSession,
  call: { name: string; accountCount?: number },
  make: (partnerKey: Secret, options: CallOptions) => Promise<CallResult<Value>>,
): Promise<Exclude<CallResult<Value>, { notStarted: true }>> {
  const paced = await session.pace.reserve('bulk')
  const renewedAtMs = performance.now()
  if (!(await renewSync(session.db, session.claim, session.timeoutMs + CLAIM_MARGIN_MS))) {
    throw new SyncEndedError('the connection may not be called any more, or another worker has this sync')
  }
  const startedAt = session.clock.now()
  const result = await make(session.partnerKey, {
    priority: 'bulk',
    paced,
    mayStart: () => performance.now() - renewedAtMs < CLAIM_MARGIN_MS,
  })
  if (!result.ok && result.notStarted) throw new SyncEndedError('the claim ran out before the call could start')
  await recordAttempt(session.db, {
    connection_id: session.claim.connectionId,
    sync_id: session.claim.syncId,
    push_id: null,
    call: call.name,
    worker: session.worker,
    started_at: startedAt,
    finished_at: session.clock.now(),
    http_status: result.ok ? result.httpStatus : result.failure.httpStatus,
    reason: result.ok ? null : result.failure.reason,
    message: result.ok ? null : result.failure.message,
    account_count: call.accountCount ?? null,
  })
  return result
}

/** The value of a call, or `SyncCallError`. */
export async function orThrow<Value>(
  name: string,
  call: Promise<Exclude<CallResult<Value>, { notStarted: true }>>,
): Promise<Value> {
  const result = await call
  if (result.ok) return result.value
  throw new SyncCallError(name, result.failure)
}
