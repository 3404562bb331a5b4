import { setTimeout as sleep } from 'node:timers/promises'
import type { Pace, PaceSlot } from './pace.ts'
import { RETRY_AFTER_MAX_MS } from './retry-after.ts'

/** A pace without a budget: every call goes at once. Only a slow-down is heeded, by this process. For measurements (`GRADIENT_PACE`). */
export function createFreePace(): Pace {
  let slowUntilMs = 0

  async function wait(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    for (let leftMs = slowUntilMs - performance.now(); leftMs > 0; leftMs = slowUntilMs - performance.now())
      await sleep(leftMs, undefined, signal ? { signal } : {})
  }

  const slot: PaceSlot = {
    async due(signal) {
      await wait(signal)
      return true
    },
  }
  return {
    async take(_priority, signal) {
      await wait(signal)
      return slot
    },
    reserve: async () => slot,
    waiting: () => 0,
    async slowDown(ms) {
      slowUntilMs = Math.max(slowUntilMs, performance.now() + Math.min(Math.max(ms, 0), RETRY_AFTER_MAX_MS))
    },
  }
}
