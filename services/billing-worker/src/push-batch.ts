import {
  GiveUpJobError,
  JOBS,
  type JobData,
  MOST_IN_BATCH,
  nudgePush,
  PostponeJobError,
  RetryJobError,
} from '@bridge/queue'
import type { LimitFunction } from 'p-limit'
import { nudge } from './nudge.ts'
import type { Parts } from './parts.ts'
import { claimUsage, sendClaimed } from './push-usage.ts'

type Push = JobData<'push-batch'>['pushes'][number]

/**
 * So many batches at once that their counts fill this many places; one being begun and the next at the least. With all but one of them begun there are still counts for half of the places: with
 * less, a worker whose queue is full would look for work in Postgres as well (`lookForWork`).
 */
export function batchesAtOnce(places: number): number {
  return Math.max(2, Math.ceil(places / MOST_IN_BATCH))
}

/** Sends batches. */
export interface Batches {
  /** Resolves once each count of it is claimed, needs no call, or has a job of its own; calls go on after that. */
  send(batch: JobData<'push-batch'>): Promise<void>
  /** Resolves when no call is under way any more. */
  idle(): Promise<void>
}

/**
 * Makes the sender of batches. The job of a batch says only "look at these": from a count's claim on its row knows more than any job could, so the job ends
 * there and does not wait for its slowest call. Whatever is the matter with a count (a try that failed, a slow partner) is told to a job of
 * its own, which an operator sees; one that was tried before, or whose only try this is, begins with one.
 *
 * Crash before the claims: the job is taken over, and those that were claimed are passed over. Crash after them: as with any job (`pushUsage`).
 */
export function createBatches(parts: Parts, limit: LimitFunction): Batches {
  const underWay = new Set<Promise<void>>()

  function begin(push: Push): Promise<void> {
    const begun = Promise.withResolvers<void>()
    const sent = limit(() => sendFirst(parts, push, begun.resolve)).finally(() => {
      begun.resolve()
      underWay.delete(sent)
    })
    underWay.add(sent)
    return begun.promise
  }

  return {
    async send({ pushes }) {
      await parts.serviceId()
      await Promise.all(pushes.map(begin))
    },
    async idle() {
      await Promise.all(underWay)
    },
  }
}

/** Sends a count that was never tried. Never throws. */
async function sendFirst(parts: Parts, push: Push, claimed: () => void): Promise<void> {
  try {
    const tries = await parts.ledger.triesOf(push.id)
    if (tries === undefined) return
    if (tries > 0 || parts.policy.tries === 1) return await nudge(parts, [nudgePush(push)])
    const taken = await claimUsage(parts, { pushId: push.id, connectionId: push.connectionId })
    claimed()
    if (taken) await sendClaimed(parts, taken.claim, taken.how)
  } catch (error) {
    await goOnAlone(parts, push, error)
  }
}

/** Gives a count a job of its own, which begins when the error says. Where that fails too, the row says when it is due and the sweep finds it. */
async function goOnAlone(parts: Parts, push: Push, error: unknown): Promise<void> {
  const known = error instanceof RetryJobError || error instanceof PostponeJobError || error instanceof GiveUpJobError
  if (!known) parts.log.warn({ pushId: push.id, err: error }, 'a count could not be sent or settled now')
  if (error instanceof GiveUpJobError) return
  try {
    await nudge(parts, [{ ...nudgePush(push), delayMs: delayOf(error) }])
  } catch (cause) {
    parts.log.warn({ pushId: push.id, err: cause }, 'a count got no job of its own: the sweep will find it')
  }
}

function delayOf(error: unknown): number {
  if (error instanceof PostponeJobError) return error.delayMs
  const { firstMs } = JOBS['push-usage'].retry
  return error instanceof RetryJobError ? (error.retryInMs ?? firstMs) : firstMs
}
