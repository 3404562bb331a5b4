/**
 * What can go wrong in a call to Gradient, and what we then do: the one table of it. Whoever handles a failure switches on
 * its `action`; whoever tells a person about it uses its `reason` and `message`.
 *
 * - `refuse`: our fault; this piece of work ends, an engineer is told.
 * - `needs_key`: this partner's connection stops until the partner pastes a key.
 * - `stop_all`: nobody sends any more until a person looked.
 * - `unmapped`: normal; it is on the partner's to-do list and tried again by a later sweep.
 * - `read_back`: ask Gradient what it has, and carry on from there.
 * - `slow_down`: the whole fleet waits (the client has already told the pace); then try again.
 * - `retry`: send the same again later. Harmless also where the first may have been applied: a count *sets* a number.
 */
export const FAILURE_ACTIONS = {
  /** 400: malformed id or body. */
  bad_request: 'refuse',
  /** 401: wrong or replaced partner key (or, if every partner gets it, a broken vendor key). */
  partner_key_rejected: 'needs_key',
  /** 403: Gradient saw an anomaly in our use of its API. */
  anomaly: 'stop_all',
  /** 404 on a count, in Gradient's own words: the account or the service is not mapped yet. */
  unmapped: 'unmapped',
  /** 404 "Vendor Profile Not Found": the partner disconnected inside Gradient. */
  integration_gone: 'needs_key',
  /** 409: already there. */
  conflict: 'read_back',
  /** 429: over Gradient's requests per second. */
  rate_limited: 'slow_down',
  /** 5xx. */
  unavailable: 'retry',
  /** No answer in time. */
  timeout: 'retry',
  /** No connection, or one that broke. */
  network: 'retry',
  /** An answer that is not Gradient's: a proxy's page, a body cut short, a shape that we cannot use. */
  unreadable_answer: 'retry',
  /** A status that the documents do not know, a redirect among them. */
  unexpected: 'retry',
} as const

export type FailureReason = keyof typeof FAILURE_ACTIONS
export type FailureAction = (typeof FAILURE_ACTIONS)[FailureReason]

/** Every reason, for schemas and table constraints. */
export const FAILURE_REASONS = Object.keys(FAILURE_ACTIONS) as [FailureReason, ...FailureReason[]]

/** The longest `message`, in UTF-16 units. */
export const FAILURE_MESSAGE_MAX_LENGTH = 300

interface FailureFacts {
  /** What Gradient answered; null where no answer came. */
  readonly httpStatus: number | null
  /** Gradient's words (or ours, where it said none): one line, at most 300 characters, safe to store and to show. */
  readonly message: string
  /** How long Gradient asks us to wait, where it says so. */
  readonly retryAfterMs: number | null
  /** True where the call may have been applied although we have no good answer. */
  readonly ambiguous: boolean
}

/** What went wrong → what to do. The action follows from the reason, in the type as in `FAILURE_ACTIONS`. */
export type Failure = {
  [Reason in FailureReason]: FailureFacts & {
    readonly reason: Reason
    readonly action: (typeof FAILURE_ACTIONS)[Reason]
  }
}[FailureReason]

/** Makes a failure; the action comes from the table, the message is made safe with `toFailureMessage`. */
export function createFailure(reason: FailureReason, facts: FailureFacts): Failure {
  const { httpStatus, retryAfterMs, ambiguous } = facts
  const message = toFailureMessage(facts.message)
  return { reason, action: FAILURE_ACTIONS[reason], httpStatus, message, retryAfterMs, ambiguous } as Failure
}

/**
 * Makes any text fit to be stored and shown: one line, no control or direction-changing characters, no half characters
 * (Postgres refuses some of these), at most 300 long.
 */
export function toFailureMessage(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  if (line.length <= FAILURE_MESSAGE_MAX_LENGTH) return line
  return `${line
    .slice(0, FAILURE_MESSAGE_MAX_LENGTH - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`
}
