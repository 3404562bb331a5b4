import type { Clock } from '@bridge/runtime'

/** A clock that stands still until it is told to move. */
export interface FakeClock extends Clock {
  /** Jumps to this moment. */
  set(moment: Date | string): void
  /** Moves on (or back, when negative). */
  advanceMs(ms: number): void
}

/** Makes a clock that shows `startsAt` (ISO 8601 with an offset, or a Date). */
export function createFakeClock(startsAt: Date | string): FakeClock {
  let nowMs = toMs(startsAt)
  return {
    now: () => new Date(nowMs),
    set: (moment) => {
      nowMs = toMs(moment)
    },
    advanceMs: (ms) => {
      nowMs += ms
    },
  }
}

function toMs(moment: Date | string): number {
  const ms = new Date(moment).getTime()
  if (Number.isNaN(ms)) throw new Error(`Not a moment: ${String(moment)}`)
  return ms
}
