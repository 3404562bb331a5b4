import { type Nudge, type Queues, RedisAwayError } from '@bridge/queue'
import type { Clock, Log } from '@bridge/runtime'

/** While Redis is away it is tried again this often; the sweep brings along what was not nudged meanwhile. */
const TRY_AGAIN_EVERY_MS = 1_000

/** Adds jobs after a commit. */
export interface Nudger {
  /** Returns at once and never throws: what is nudged stands in Postgres. */
  nudge(nudges: Nudge[]): void
  /** Waits for the nudges under way. */
  close(): Promise<void>
}

/** Makes the nudger. An outage of Redis is told once when it begins and once when it is over. */
export function createNudger(deps: { queues: Pick<Queues, 'add'>; clock: Clock; log: Log }): Nudger {
  const underWay = new Set<Promise<void>>()
  let awaySinceMs: number | undefined
  let tryAtMs = 0

  async function add(nudges: Nudge[]): Promise<void> {
    try {
      await deps.queues.add(nudges)
      if (awaySinceMs !== undefined) deps.log.info('Redis is back: jobs are added again')
      awaySinceMs = undefined
    } catch (error) {
      const nowMs = deps.clock.now().getTime()
      tryAtMs = nowMs + TRY_AGAIN_EVERY_MS
      if (awaySinceMs !== undefined) return
      awaySinceMs = nowMs
      const why = error instanceof RedisAwayError ? { reason: error.message } : { err: error }
      deps.log.warn(why, 'jobs cannot be added: Postgres has the work, the sweep will bring it along')
    }
  }

  return {
    nudge(nudges) {
      if (nudges.length === 0) return
      if (awaySinceMs !== undefined && deps.clock.now().getTime() < tryAtMs) return
      const adding = add(nudges).finally(() => underWay.delete(adding))
      underWay.add(adding)
    },
    async close() {
      await Promise.all(underWay)
    },
  }
}
