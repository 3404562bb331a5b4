import { releaseLostClaims, sweepIsAsked } from '@bridge/db'
import { nudgePush, RedisAwayError } from '@bridge/queue'
import { carryOnRetries } from './carry-on-retries.ts'
import type { Parts } from './plan-runs.ts'

/** So long waits at most a count whose worker is gone, from when its claim has run out; and the monthly run when its waker is lost. */
export const QUICK_LOOK_EVERY_MS = 5_000

/**
 * Makes the look, between two sweeps, for what must not wait for the next: a tick that has passed, claims that ran out, and what
 * operators have asked for: retries, and a sweep. It is cheap, and of two schedulers that look at once one takes up each claim.
 */
export function createQuickLook(parts: Parts, sweepNow: () => void): () => Promise<void> {
  const { db, queues, log, clock, ticksAt } = parts
  let seen = ticksAt(clock.now()).latest
  return async () => {
    const { latest } = ticksAt(clock.now())
    if (latest.at.getTime() !== seen.at.getTime()) sweepNow()
    seen = latest
    if (await sweepIsAsked(db)) sweepNow()
    await carryOnRetries(parts)
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
