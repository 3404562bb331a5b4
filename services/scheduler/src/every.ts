import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '@bridge/runtime'

/** A task that runs again and again, never twice at once. */
export interface Repeating {
  /** What is wrong, in words, when the last rounds failed or hang. */
  problem(): string | undefined
  /** Ends after the round under way. */
  stop(): Promise<void>
}

/** Runs the task at once and then `everyMs` after each round's end. A round that throws is logged; the next comes as usual. */
export function every(options: { everyMs: number; task: () => Promise<void>; log: Log }): Repeating {
  const stopping = new AbortController()
  let failing: string | undefined
  const loop = async () => {
    while (!stopping.signal.aborted) {
      try {
        await options.task()
        failing = undefined
      } catch (error) {
        failing = error instanceof Error ? error.message : String(error)
        options.log.error({ err: error }, 'a sweep failed; the next one tries again')
      }
      await delay(options.everyMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const ended = loop()
  return {
    problem: () => (failing ? `the last sweep failed: ${failing}` : undefined),
    async stop() {
      stopping.abort()
      await ended
    },
  }
}
