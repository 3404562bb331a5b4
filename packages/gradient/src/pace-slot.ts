import { LATE_MS } from './slots.ts'

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

/** 12, 24, 48 … 768 ms: beyond the time in which Redis must have replied. */
const LATE_DOUBLINGS = 6

/**
 * How late this process's senders may be. As a rule 12 ms. A process that misses slot after slot (a slow Redis, a starved machine) would otherwise
 * never send, so each miss in a row doubles it; a request then takes as many slots as it may drift into (`slotsFor`), so the limit holds and
 * only speed is lost. One sender in time ends it.
 */
export interface Lateness {
  /** For a slot that is asked for now. */
  allowedMs(): number
  /** True: in time. `reservedAtMs`: slots reserved before the last miss are part of the same stall, and count once. */
  judge(sender: { lateMs: number; allowedMs: number; reservedAtMs: number; nowMs: number }): boolean
}

export function createLateness(): Lateness {
  let misses = 0
  let lastMissAtMs = Number.NEGATIVE_INFINITY
  return {
    allowedMs: () => LATE_MS * 2 ** Math.min(misses, LATE_DOUBLINGS),
    judge({ lateMs, allowedMs, reservedAtMs, nowMs }) {
      if (lateMs <= LATE_MS) misses = 0
      if (lateMs <= allowedMs) return true
      if (reservedAtMs > lastMissAtMs) misses += 1
      lastMissAtMs = nowMs
      return false
    },
  }
}
