/** Process-local time, monotonic: milliseconds from any start. */
export interface PaceTime {
  nowMs(): number
  /** Rejects when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** One request's place in the fleet's budget. */
export interface PaceSlot {
  /**
   * Waits for the slot's moment. True: send now, once. False: the moment was missed (or the fleet was told to slow down meanwhile): the slot
   * is given up, take another. Rejects when the signal is aborted.
   */
  due(signal?: AbortSignal): Promise<boolean>
}

/** How late a sender may be, as a rule: see `spacingUsFor`. */
export const LATE_MS = 12
const LATE_DOUBLINGS = 3

/**
 * Judges lateness. As a rule 12 ms. A process that misses slot after slot (a slow Redis, a starved machine) would otherwise
 * never send, so each miss in a row doubles that, up to 96 ms; with all at that, a second holds at most 8 % too many (98 at the default of 90, of
 * Gradient's 100). `isHopeless`: it misses even so; then the caller leaves the shared slots for a while.
 */
export interface Lateness {
  /** True: in time. `reservedAtMs`: slots reserved before the last miss are part of the same stall, and count once. */
  judge(late: { lateMs: number; reservedAtMs: number; nowMs: number }): boolean
  isHopeless(): boolean
  reset(): void
}

export function createLateness(): Lateness {
  let misses = 0
  let lastMissAtMs = Number.NEGATIVE_INFINITY
  return {
    judge({ lateMs, reservedAtMs, nowMs }) {
      if (lateMs <= LATE_MS) misses = 0
      if (lateMs <= LATE_MS * 2 ** Math.min(misses, LATE_DOUBLINGS)) return true
      if (reservedAtMs > lastMissAtMs) misses += 1
      lastMissAtMs = nowMs
      return false
    },
    isHopeless: () => misses > LATE_DOUBLINGS + 2,
    reset: () => {
      misses = 0
    },
  }
}
