import { setTimeout as delay } from 'node:timers/promises'
import type { PartnerRunKey } from '@bridge/db'
import type { Log } from '@bridge/runtime'

/** From one look to the next. */
const LOOK_EVERY_MS = 100

/** Notices the end of partners' parts in runs, for all jobs of one process. */
export interface Ends {
  /** A count of this part has settled: it may have been the last. Nobody waits for the look. */
  look(run: PartnerRunKey): void
  /** Ends when there is nothing left to look at. */
  idle(): Promise<void>
}

/**
 * Looks at once where little happens, else at most every 100 ms at all parts in which a count has settled since, each once. A look that fails, or dies with its process, is
 * the sweep's to make up for.
 * @param deps `areOver` answers in the order of its runs; `onEnd` is told those that are over.
 */
export function createEnds(deps: {
  areOver: (runs: PartnerRunKey[]) => Promise<boolean[]>
  onEnd: (runs: PartnerRunKey[]) => Promise<void>
  log: Log
}): Ends {
  const settled = new Map<string, PartnerRunKey>()
  let looking: Promise<void> | null = null

  async function lookAtAll(): Promise<void> {
    while (settled.size > 0) {
      const runs = [...settled.values()]
      settled.clear()
      try {
        const over = await deps.areOver(runs)
        await deps.onEnd(runs.filter((_, place) => over[place]))
      } catch (error) {
        deps.log.warn({ err: error, parts: runs.length }, 'could not look whether parts of runs are over; a sweep will')
      }
      await delay(LOOK_EVERY_MS)
    }
    looking = null
  }

  return {
    look({ connectionId, period }) {
      settled.set(`${connectionId} ${period}`, { connectionId, period })
      looking ??= lookAtAll()
    },
    idle: async () => {
      await looking
    },
  }
}
