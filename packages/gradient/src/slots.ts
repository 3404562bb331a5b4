/**
 * The fleet's request budget as a rule, pure: evenly spaced slots, one request each, no bursts. `slots-script.ts` is the same rule in Lua, run by
 * Redis; a test holds the two together. All times are whole microseconds of one clock.
 */

/** `interactive`: a person waits; reserves at once. `bulk`: may only reserve a little ahead, so that a person never waits for long. */
export type Priority = 'interactive' | 'bulk'

export interface SlotRules {
  /** From one slot to the next. */
  readonly spacingUs: number
  /** How far ahead `bulk` may reserve: the longest that an interactive call waits for what is reserved already. */
  readonly bulkAheadUs: number
  /** How far ahead `interactive` may: the fleet may have been told to wait for minutes, and nobody should hold a slot for so long. */
  readonly interactiveAheadUs: number
  /** How late a waiting asker may come back without losing its place. */
  readonly graceUs: number
}

export interface SlotState {
  /** The earliest slot that nobody has. */
  readonly nextUs: number
  /** Bulk askers that were told to ask again, longest waiting first: one for each process. */
  readonly waiting: readonly { readonly id: string; readonly untilUs: number }[]
}

export interface SlotRequest {
  readonly nowUs: number
  readonly priority: Priority
  readonly askerId: string
  /** No slot before this long from now; 0 where nothing asks for it. */
  readonly holdUs: number
  /** How many slots in a row the one request takes: more than 1 for a sender that may be late, see `slotsFor`. */
  readonly slots: number
}

/** A slot `waitUs` from now, or: nothing yet, ask again then. */
export type SlotAnswer = { readonly waitUs: number } | { readonly askAgainUs: number }

/** How late after its slot a sender may be, as a rule. */
export const LATE_MS = 12
/** The longest that one is told to wait before asking again. */
export const ASK_AGAIN_MAX_US = 1_000_000
/** No honest state is further ahead (a hold is at most 10 minutes): beyond it the clock was set back, and the state is forgotten. */
export const FURTHEST_US = 660_000_000

/**
 * Space between slots: 1015 ms shared by a second's requests. With a sender never early and at most `LATE_MS` (12) late, what is sent within any
 * 1000 ms comes from slots within 1012 ms, and those are never more than `requestsPerSecond`.
 */
export function spacingUsFor(requestsPerSecond: number): number {
  if (!(Number.isFinite(requestsPerSecond) && requestsPerSecond > 0)) {
    throw new RangeError(`requests per second must be above 0, not ${requestsPerSecond}`)
  }
  return Math.ceil(1_015_000 / (requestsPerSecond >= 1 ? Math.floor(requestsPerSecond) : requestsPerSecond))
}

/**
 * How many slots a request takes whose sender may be `lateMs` late: the one that it is due at and all that it could drift into. It then stands
 * for one of its own slots wherever it lands, so the limit holds as if it were in time.
 */
export function slotsFor(lateMs: number, spacingUs: number): number {
  return 1 + Math.max(Math.ceil(((lateMs - LATE_MS) * 1000) / spacingUs), 0)
}

/**
 * Reserves a slot or says when to ask again. No state (Redis is new, or was emptied): slots begin after everything that may have been reserved
 * before. A waiting process keeps its place, so one that asks when it was told to is served then, however many others ask.
 */
export function reserveSlot(
  before: SlotState | null,
  request: SlotRequest,
  rules: SlotRules,
): { readonly state: SlotState; readonly answer: SlotAnswer } {
  const { nowUs, askerId } = request
  const { nextUs, waiting } = holdSlots(before, request, rules)
  const takenUntilUs = nextUs + request.slots * rules.spacingUs

  if (request.priority === 'interactive') {
    const tooFarUs = nextUs - (nowUs + rules.interactiveAheadUs)
    if (tooFarUs > 0)
      return { state: { nextUs, waiting }, answer: { askAgainUs: Math.min(tooFarUs, ASK_AGAIN_MAX_US) } }
    return { state: { nextUs: takenUntilUs, waiting }, answer: { waitUs: nextUs - nowUs } }
  }

  const place = waiting.findIndex(({ id }) => id === askerId)
  const rank = place === -1 ? waiting.length : place
  const tooFarUs = nextUs + rank * rules.spacingUs - (nowUs + rules.bulkAheadUs)
  if (tooFarUs <= 0) {
    const others = waiting.filter(({ id }) => id !== askerId)
    return { state: { nextUs: takenUntilUs, waiting: others }, answer: { waitUs: nextUs - nowUs } }
  }
  const askAgainUs = Math.min(tooFarUs, ASK_AGAIN_MAX_US)
  const me = { id: askerId, untilUs: nowUs + askAgainUs + rules.graceUs }
  return {
    state: { nextUs, waiting: place === -1 ? [...waiting, me] : waiting.with(place, me) },
    answer: { askAgainUs },
  }
}

/** Moves the next slot to `holdUs` from now at the earliest, and forgets the waiting who did not come back. */
export function holdSlots(
  before: SlotState | null,
  request: Pick<SlotRequest, 'nowUs' | 'holdUs'>,
  rules: SlotRules,
): SlotState {
  const { nowUs, holdUs } = request
  const known = before !== null && before.nextUs - nowUs <= FURTHEST_US ? before : null
  const nextUs = Math.max(known?.nextUs ?? nowUs + rules.interactiveAheadUs + rules.spacingUs, nowUs + holdUs)
  return { nextUs, waiting: (known?.waiting ?? []).filter(({ untilUs }) => untilUs >= nowUs) }
}
