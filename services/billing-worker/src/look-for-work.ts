import { setTimeout as delay } from 'node:timers/promises'
import { type Claim, claimDue } from '@bridge/db'
import { GiveUpJobError, PostponeJobError, RetryJobError } from '@bridge/queue'
import type { Parts } from './parts.ts'
import { claimMsFor, sendClaimed } from './push-usage.ts'

const LOOK_EVERY_MS = 1_000
/** After a look that found something. */
const LOOK_AGAIN_AFTER_MS = 100
/** Less than half of its places taken by jobs for this long: the queue is nearly empty, or lost. */
const HUNGRY_AFTER_MS = 1_000
/** So many workers may take work at the same time, and each still sends all that it took before half its claims' time is over. */
const WORKERS_AT_ONCE = 4

/** A worker's own look for work. */
export interface WorkSearch {
  /** Lets what it took end. */
  stop(): Promise<void>
}

/**
 * Looks in Postgres for counts that are due while the queue does not fill this worker's places: Redis is a means of transport, and where
 * it is away, was emptied, or holds jobs back that a dead worker had, the run goes on by itself. A job that comes later for such a count finds
 * it done. Takes no more at a time than it can send in good time. `jobs`: for how many counts jobs have places, or wait for one.
 */
export function lookForWork(
  parts: Parts,
  options: { places: number; requestsPerSecond: number; jobs: () => number },
): WorkSearch {
  const { marginMs, claimMs } = claimMsFor(parts.timeoutMs)
  const inGoodTime = Math.floor((options.requestsPerSecond * marginMs) / 2_000 / WORKERS_AT_ONCE)
  const most = Math.max(1, Math.min(options.places, inGoodTime))
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()
  let lastFullMs = performance.now()

  const look = async (): Promise<number> => {
    const jobs = options.jobs()
    const limit = Math.min(most, options.places - jobs) - underWay.size
    if (jobs >= options.places / 2) lastFullMs = performance.now()
    if (limit < 1 || performance.now() - lastFullMs < HUNGRY_AFTER_MS) return 0
    const serviceId = await parts.serviceId()
    const claimedAtMs = performance.now()
    const { db, places, worker } = parts
    const claims = await claimDue(db, { limit, worker, claimMs, exceptConnections: places.refused() })
    for (const claim of claims) {
      const sent = sendWithoutJob(parts, claim, { serviceId, claimedAtMs }).finally(() => underWay.delete(sent))
      underWay.add(sent)
    }
    return claims.length
  }

  const loop = async () => {
    let found = 0
    while (!stopping.signal.aborted) {
      const before = found
      found = await look().catch((error: unknown) => {
        if (!(error instanceof PostponeJobError)) parts.log.warn({ err: error }, 'could not look for due counts')
        return 0
      })
      if (found > 0 && before === 0)
        parts.log.info({ counts: found }, 'counts are due that no job brings: they are sent')
      const waitMs = found > 0 ? LOOK_AGAIN_AFTER_MS : LOOK_EVERY_MS
      await delay(waitMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const ended = loop()
  return {
    async stop() {
      stopping.abort()
      await ended
      await Promise.all(underWay)
    },
  }
}

/** What is thrown for a job's sake is not needed here: the row itself says when the push is due again. */
async function sendWithoutJob(
  parts: Parts,
  claim: Claim,
  how: { serviceId: string; claimedAtMs: number },
): Promise<void> {
  try {
    await sendClaimed(parts, claim, how)
  } catch (error) {
    if (error instanceof RetryJobError || error instanceof PostponeJobError || error instanceof GiveUpJobError) return
    const { pushId, partnerId, companyId } = claim
    parts.log.warn({ pushId, partnerId, companyId, err: error }, 'a count could not be sent or settled now')
  }
}
