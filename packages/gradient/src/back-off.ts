import { RETRY_AFTER_MAX_MS } from './retry-after.ts'

/** Each answer moves the share of 429s by a twentieth, so that it tells of some thirty answers. */
const WEIGHT = 1 / 20
/** Above this share of 429s the fleet waits. One 429 in five answers stays below; six in a row, or half of all for a while, do not. */
const HIGH_SHARE = 0.25
/** How long it waits the first time; doubled for as long as a wait did not help, up to a minute. */
const FIRST_MS = 250
const LONGEST_MS = 60_000
const MOST_DOUBLINGS = Math.ceil(Math.log2(LONGEST_MS / FIRST_MS))
/** So many answers with a low share of 429s undo one doubling. */
const CALM_ANSWERS = 50

/** What is known of Gradient's recent answers to one process. */
export interface BackOffState {
  /** Of 429s, from 0 to 1; recent answers weigh most. */
  readonly share: number
  /** How often the next wait is doubled. */
  readonly doublings: number
  /** Answers since the last wait; null before the first. */
  readonly since: { readonly good: number; readonly limited: number } | null
  /** Calls that were sent before this say nothing about whether the wait helped. */
  readonly heldUntilMs: number
}

/** One answer of Gradient's. */
export interface RecentAnswer {
  /** A 429. Anything else that Gradient answered is not, a 500 included. */
  readonly limited: boolean
  /** What `Retry-After` asked for; null where it said nothing. */
  readonly askedMs: number | null
  /** When its call was sent, and now: of one clock, monotonic. */
  readonly sentAtMs: number
  readonly nowMs: number
  /** 0 to 1, a new one each time. */
  readonly random: number
}

export const CALM: BackOffState = { share: 0, doublings: 0, since: null, heldUntilMs: Number.NEGATIVE_INFINITY }

/**
 * Decides whether the fleet must wait now, and how long in milliseconds (null: not at all).
 *
 * A `Retry-After` is kept to. A 429 without one only puts off its own call, for which its caller sees: some of them are the noise of a busy
 * server. When they are many, our pace is over Gradient's limit, and the fleet waits: 250 ms at first, doubled up to 60 s while what is sent
 * after a wait is refused again, each shortened by up to half so that not everybody returns at once. After a wait the first 429 is
 * enough for the next one, until a few answers were good; every 50 calm answers undo one doubling.
 */
export function backOff(state: BackOffState, answer: RecentAnswer): { state: BackOffState; waitMs: number | null } {
  const { limited, askedMs, nowMs } = answer
  if (limited && askedMs !== null && askedMs > 0) {
    const waitMs = Math.min(askedMs, RETRY_AFTER_MAX_MS)
    return { state: { ...state, heldUntilMs: Math.max(state.heldUntilMs, nowMs + waitMs) }, waitMs }
  }
  if (answer.sentAtMs < state.heldUntilMs) return { state, waitMs: null }

  const share = state.share + ((limited ? 1 : 0) - state.share) * WEIGHT
  const since = state.since && {
    good: state.since.good + (limited ? 0 : 1),
    limited: state.since.limited + (limited ? 1 : 0),
  }
  if (limited && share > HIGH_SHARE) return hold(state, since, answer)
  const isCalm = since !== null && (since.good + since.limited) % CALM_ANSWERS === 0 && share < HIGH_SHARE / 2
  const doublings = Math.max(state.doublings - (isCalm ? 1 : 0), 0)
  return { state: { ...state, share, doublings, since }, waitMs: null }
}

function hold(state: BackOffState, since: BackOffState['since'], { nowMs, random }: RecentAnswer) {
  const helped = since === null || since.good >= since.limited
  const doublings = helped ? state.doublings : Math.min(state.doublings + 1, MOST_DOUBLINGS)
  const waitMs = Math.min(FIRST_MS * 2 ** doublings, LONGEST_MS) * (1 - random / 2)
  const after = { share: HIGH_SHARE, doublings, since: { good: 0, limited: 0 }, heldUntilMs: nowMs + waitMs }
  return { state: after, waitMs }
}
