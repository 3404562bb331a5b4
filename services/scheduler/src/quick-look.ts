import { releaseLostClaims, sweepIsAsked } from '@bridge/db'
import { type Nudge, nudgePush, type Queues, RedisAwayError } from '@bridge/queue'
import { carryOnRetries } from './carry-on-retries.ts'
import type { Parts } from './plan-runs.ts'

/** So long waits at most a count whose worker is gone, from when its claim has run out; and the monthly run when its waker is lost. */
export const QUICK_LOOK_EVERY_MS = 5_000

/**
 * Makes the look, between two sweeps, for what must not wait for the next: a tick that has passed, claims that ran out, and what
 * operators have asked for: retries, and a sweep. It is cheap, and of two schedulers that look at once one takes up each claim. What Redis did not take
 * is brought by a sweep, for which the next look asks: one that comes when Redis says that it is back may meet it while it is still slow.
 */
export function createQuickLook(
  parts: Pick<Parts, 'db' | 'log' | 'clock' | 'ticksAt'> & { queues: Pick<Queues, 'add'> },
  sweepNow: () => void,
): () => Promise<void> {
  const { db, queues, clock, ticksAt } = parts
  let seen = ticksAt(clock.now()).latest
  /** What was released may not have been added: Redis did not take it, or Postgres went away in between. */
  let owes = false
  return async () => {
    const { latest } = ticksAt(clock.now())
    if (latest.at.getTime() !== seen.at.getTime() || owes || (await sweepIsAsked(db))) sweepNow()
    seen = latest
    owes = true
    const jobs = [...(await carryOnRetries(parts)), ...(await takeUpLostClaims(parts))]
    try {
      await queues.add(jobs)
      owes = false
    } catch (error) {
      if (!(error instanceof RedisAwayError)) throw error
    }
  }
}

async function takeUpLostClaims({ db, log }: Pick<Parts, 'db' | 'log'>): Promise<Nudge[]> {
  const released = await releaseLostClaims(db)
  if (released.length > 0) log.warn({ counts: released.length }, 'counts whose worker is gone are taken up again')
  return released.map(nudgePush)
}
