import type { Shape } from '../api/client.ts'

export type Attempt = Shape<'CompanyHistory'>['attempts'][number]

/** What came of one call, as far as it makes a difference to the partner. */
export type AttemptAnswer =
  | 'taken'
  | 'unmapped'
  | 'refused'
  | 'key_refused'
  | 'disconnected_there'
  | 'stopped'
  | 'slow_down'
  | 'unavailable'
  | 'no_answer'
  | 'unreadable'
  | 'unexpected'

/** By the reasons that the gateway gives. */
const BY_REASON: ReadonlyMap<string, AttemptAnswer> = new Map([
  ['bad_request', 'refused'],
  ['partner_key_rejected', 'key_refused'],
  ['integration_gone', 'disconnected_there'],
  ['anomaly', 'stopped'],
  ['unmapped', 'unmapped'],
  ['rate_limited', 'slow_down'],
  ['unavailable', 'unavailable'],
  ['timeout', 'no_answer'],
  ['network', 'no_answer'],
  ['unreadable_answer', 'unreadable'],
])

/** Reads it. A reason that this page does not know yet is something unexpected. */
export function attemptAnswerOf({ reason }: Pick<Attempt, 'reason'>): AttemptAnswer {
  return reason === null ? 'taken' : (BY_REASON.get(reason) ?? 'unexpected')
}

/** Whether Gradient's own words add something to ours. */
export function isWorthQuoting(answer: AttemptAnswer): boolean {
  return answer === 'refused' || answer === 'stopped' || answer === 'unexpected'
}
