import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '@bridge/runtime'

/** A task that runs again and again, never twice at once. */
export interface Repeating {
  /** What is wrong, in words, when the last rounds failed or hang. */
  problem(): string | undefined
  /** Runs it at once, or once more after the round under way, instead of waiting for its time. */
  now(): void
  /** Ends after the round under way. */
  stop(): Promise<void>
}

/** Runs the task at once and then `everyMs` after each round's end. A round that throws is logged; the next comes as usual. */
export function every(options: {
  /** Its name, for people: "the sweep". */
  what: string
  everyMs: number
  task: () => Promise<void>
  log: Log
}): Repeating {
  let stopped = false
  let waiting = new AbortController()
  let failing: string | undefined
  const loop = async () => {
    while (!stopped) {
      waiting = new AbortController()
      try {
        await options.task()
        failing = undefined
      } catch (error) {
        failing = error instanceof Error ? error.message : String(error)
        options.log.error({ err: error, what: options.what }, 'a round failed; the next one tries again')
      }
      await delay(options.everyMs, undefined, { signal: waiting.signal }).catch(() => {})
    }
  }
  const ended = loop()
  return {
    problem: () => (failing ? `${options.what} failed: ${failing}` : undefined),
    now: () => waiting.abort(),
    async stop() {
      stopped = true
      waiting.abort()
      await ended
    },
  }
}
