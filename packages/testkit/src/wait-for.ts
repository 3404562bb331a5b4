import { setTimeout as delay } from 'node:timers/promises'

const DEFAULT_TIMEOUT_MS = 60_000
const LEAST_PAUSE_MS = 20
const MOST_PAUSE_MS = 100

/**
 * Waits until `condition` returns something other than false, null or undefined, and returns that. A condition that throws counts as not yet;
 * when the time is up its last error is thrown, or one that names what was waited for. Without `everyMs` it asks every 20 ms, and after long waiting ever
 * more rarely, down to every 100 ms: each question takes from what is waited for. Who waits for what soon passes says how often.
 */
export async function waitFor<Value>(
  condition: () => Value | Promise<Value>,
  options: { timeoutMs?: number; everyMs?: number; what?: string } = {},
): Promise<Exclude<Value, false | null | undefined>> {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS
  const startedMs = performance.now()
  let last: unknown
  do {
    try {
      const value = await condition()
      if (value !== false && value !== null && value !== undefined) {
        return value as Exclude<Value, false | null | undefined>
      }
      last = undefined
    } catch (error) {
      last = error
    }
    await delay(options.everyMs ?? pauseAfter(performance.now() - startedMs))
  } while (performance.now() - startedMs < timeoutMs)
  throw last ?? new Error(`Waited ${timeoutMs} ms in vain for ${options.what ?? condition.toString()}`)
}

function pauseAfter(waitedMs: number): number {
  return Math.min(Math.max(waitedMs / 20, LEAST_PAUSE_MS), MOST_PAUSE_MS)
}
