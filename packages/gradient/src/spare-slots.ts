import {
  FURTHEST_US,
  holdSlots,
  reserveSlot,
  type SlotAnswer,
  type SlotRequest,
  type SlotRules,
  type SlotState,
} from './slots.ts'

/** The row in which the fleet keeps its slots while some process cannot reach Redis. */
export interface SpareRow {
  /** As it was last written; null where it never was. */
  readonly state: string | null
  /** The clock of the row's keeper, in microseconds. */
  readonly nowUs: number
  /** Until when the row gives the slots, on the same clock; null: it does not, Redis does. */
  readonly inUseUntilUs: number | null
  /** That clock was read at most so long ago. */
  readonly ageMs: number
}

export interface SpareWrite {
  readonly state: string
  /** The row gives the slots for so long from now; 0: it is closed; null: as it was. */
  readonly inUseMs: number | null
  /** Must outlive a crash of the keeper. */
  readonly durable: boolean
}

/** Where the spare slots are kept: Postgres, since nobody can send without it anyway. */
export interface SpareSlots {
  /**
   * Reads the row of `key`, lets `decide` say what to write, and writes it if nobody wrote in between; else it begins again, so `decide` may be asked
   * more than once, and the last time counts. Throws where Postgres does not answer.
   */
  exchange<Answer>(
    key: string,
    decide: (row: SpareRow) => { readonly write: SpareWrite | null; readonly answer: Answer },
  ): Promise<Answer>
}

/** What a process wants of the row. `renew`: it cannot reach Redis, so the row must (go on to) give the slots. */
export type SpareAsk =
  | { readonly op: 'look' }
  | { readonly op: 'hold'; readonly holdUs: number }
  | ({ readonly op: 'slot'; readonly renew: boolean } & Omit<SlotRequest, 'nowUs'>)

/** `closed`: slots come from Redis, and none before `holdUs` from now. `in_use`: they come from the row. Or as `reserveSlot` answers. */
export type SpareAnswer = { readonly closedForUs: number } | { readonly inUse: true } | SlotAnswer

/** How long the row stays in use after a process that cannot reach Redis last asked. To stay longer costs nothing, to change over does. */
export const SPARE_USE_MS = 5000
/** A process may send on a slot of Redis' until so long after it began to look whether the row is closed. */
export const SHARED_VALID_MS = 2000

interface Kept extends SlotState {
  /** Announced, but nobody has yet read the clock after that. */
  readonly opening: boolean
}

/**
 * The rule by which the row and Redis never give slots at once, pure.
 *
 * Closed to open, in two writes: the first announces, the second, which reads the clock after the first can be seen, sets the first slot
 * to when every process must have looked again. Open to closed: only once nobody has renewed it, and by a write, so that a slot that is being
 * taken in that moment is either seen (the state has moved) or refused (the row has). Who finds it closed holds Redis until all its slots have passed.
 */
export function decideSpare(
  row: SpareRow,
  ask: SpareAsk,
  rules: SlotRules,
): { readonly write: SpareWrite | null; readonly answer: SpareAnswer } {
  const { nowUs } = row
  const kept = readKept(row)
  const closed = { closedForUs: Math.max((kept?.nextUs ?? nowUs) - nowUs, 0) }
  const isClosed = row.inUseUntilUs === null
  const renew = ask.op === 'slot' && ask.renew
  const inUseMs = renew ? SPARE_USE_MS : null

  if (ask.op === 'hold') {
    const held = { ...holdSlots(kept, { nowUs, holdUs: ask.holdUs }, rules), opening: kept?.opening ?? !isClosed }
    return {
      write: { state: written(held), inUseMs: null, durable: false },
      answer: isClosed ? closed : { inUse: true },
    }
  }
  if (isClosed && !renew) return { write: null, answer: closed }
  if (isClosed) {
    const opening = { nextUs: kept?.nextUs ?? nowUs, waiting: [], opening: true }
    return { write: { state: written(opening), inUseMs, durable: true }, answer: { askAgainUs: 0 } }
  }
  if (row.inUseUntilUs <= nowUs && !renew) {
    const state = written({ nextUs: kept?.nextUs ?? nowUs, waiting: [], opening: false })
    return { write: { state, inUseMs: 0, durable: true }, answer: closed }
  }
  if (ask.op === 'look') return { write: null, answer: { inUse: true } }
  if (kept === null || kept.opening) {
    const openUs = nowUs + SHARED_VALID_MS * 1000 + rules.spacingUs
    const opened = { nextUs: Math.max(kept?.nextUs ?? 0, openUs), waiting: [], opening: false }
    return { write: { state: written(opened), inUseMs, durable: true }, answer: { askAgainUs: 0 } }
  }
  const { state, answer } = reserveSlot(kept, { ...ask, nowUs }, rules)
  return { write: { state: written({ ...state, opening: false }), inUseMs, durable: false }, answer }
}

function written(state: Kept): string {
  return JSON.stringify(state)
}

/** Null where nothing is kept, nothing that can be read, or only what a clock wrote that was set back since. */
function readKept({ state, nowUs }: SpareRow): Kept | null {
  if (state === null) return null
  try {
    const { nextUs, waiting, opening } = JSON.parse(state) as Kept
    if (!Number.isSafeInteger(nextUs) || !Array.isArray(waiting) || nextUs - nowUs > FURTHEST_US) return null
    return { nextUs, waiting, opening: opening === true }
  } catch {
    return null
  }
}
