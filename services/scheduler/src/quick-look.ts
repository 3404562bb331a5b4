import { releaseLostClaims } from '@bridge/db'
import { nudgePush, RedisAwayError } from '@bridge/queue'
import type { Parts } from './plan-runs.ts'

/** So long waits at most a count whose worker is gone, from when its claim has run out; and the monthly run when its waker is lost. */
export const QUICK_LOOK_EVERY_MS = 5_000

/**
 * Makes the look, between two sweeps, for what must not wait for the next: a tick that has passed, and claims that ran out. It is
 * cheap, and of two schedulers that look at once one takes up each claim.
 */
export function createQuickLook(parts: Parts, sweepNow: () => void): () => Promise<void> {
  const { db, queues, log, clock, ticksAt } = parts
  let seen = ticksAt(clock.now()).latest
  return async () => {
    const { latest } = ticksAt(clock.now())
    if (latest.at.getTime() !== seen.at.getTime()) sweepNow()
    seen = latest
    const released = await releaseLostClaims(db)
    if (released.length === 0) return
    log.warn({ counts: released.length }, 'counts whose worker is gone are taken up again')
    try {
      await queues.add(released.map(nudgePush))
    } catch (error) {
      if (!(error instanceof RedisAwayError)) throw error
    }
  }
}
