import type { PaceTime } from '../src/pace-slot.ts'

/** Time that stands still while anybody works and then jumps to whoever wakes next. */
export interface SimulatedTime extends PaceTime {
  /** Goes on until this time. */
  runUntil(ms: number): Promise<void>
}

export function createSimulatedTime(): SimulatedTime {
  let nowMs = 0
  let order = 0
  const sleepers: { atMs: number; order: number; wake: () => void }[] = []
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    nowMs: () => nowMs,
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason)
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const giveUp = () => reject(signal?.reason)
      const wake = () => {
        // Else a signal of a whole run would have a listener more for each sleep, and every look through them would take longer.
        signal?.removeEventListener('abort', giveUp)
        resolve()
      }
      signal?.addEventListener('abort', giveUp, { once: true })
      sleepers.push({ atMs: nowMs + Math.max(ms, 0), order: order++, wake })
      return promise
    },
    async runUntil(untilMs) {
      for (;;) {
        await settle()
        let first = 0
        for (const [index, { atMs, order }] of sleepers.entries()) {
          const best = sleepers[first]
          if (best && (atMs < best.atMs || (atMs === best.atMs && order < best.order))) first = index
        }
        const next = sleepers[first]
        if (next === undefined || next.atMs > untilMs) break
        sleepers.splice(first, 1)
        nowMs = next.atMs
        next.wake()
      }
      nowMs = untilMs
    },
  }
}
