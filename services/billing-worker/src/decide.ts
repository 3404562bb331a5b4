import type { Settlement } from '@bridge/db'
import { type Failure, type RetryPolicy, retryDelayMs } from '@bridge/domain'
import type { CallResult } from '@bridge/gradient'

/** What one call's result means for its push. */
export type Decision = Pick<
  Settlement,
  'result' | 'retryInMs' | 'called' | 'ambiguous' | 'httpStatus' | 'reason' | 'message'
>

/** About how long a push waits that was put off through no fault of its own: half of this to one and a half, so that not all come back at once. */
const POSTPONE_MS = 1_000

/**
 * From Gradient's answer to the settlement of the push: pure, and the only place that decides it. `tries` counts those made for
 * the present reason, this one included; when they are spent the push is `failed`.
 */
export function decide(
  result: CallResult<null>,
  facts: { tries: number; policy: RetryPolicy; random: number },
): Decision {
  const postponeMs = POSTPONE_MS * (0.5 + facts.random)
  if (result.ok) {
    const { httpStatus } = result
    return { result: 'accepted', retryInMs: 0, called: true, ambiguous: false, httpStatus, reason: null, message: null }
  }
  if (result.notStarted)
    return {
      result: 'postponed',
      retryInMs: postponeMs,
      called: false,
      ambiguous: false,
      httpStatus: null,
      reason: null,
      message: 'not sent: its claim ran out',
    }
  const { failure } = result
  const said = {
    called: true,
    ambiguous: failure.ambiguous,
    httpStatus: failure.httpStatus,
    reason: failure.reason,
    message: failure.message,
  }
  switch (failure.action) {
    case 'unmapped':
      return { result: 'unmapped', retryInMs: 0, ...said }
    case 'refuse':
      return { result: 'refused', retryInMs: 0, ...said }
    case 'needs_key':
    case 'stop_all':
      return { result: 'stopped', retryInMs: 0, ...said }
    case 'slow_down':
      return { result: 'postponed', retryInMs: failure.retryAfterMs ?? postponeMs, ...said }
    case 'retry':
    case 'read_back':
      return facts.tries >= facts.policy.tries
        ? { result: 'spent', retryInMs: 0, ...said }
        : { result: 'retry', retryInMs: retryIn(failure, facts), ...said }
  }
}

function retryIn(failure: Failure, facts: { tries: number; policy: RetryPolicy; random: number }): number {
  return retryDelayMs(facts.policy, facts.tries, facts.random, failure.retryAfterMs ?? 0)
}
