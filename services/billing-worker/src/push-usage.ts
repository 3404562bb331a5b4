import {
  type Claim,
  claimPush,
  type Db,
  markNeedsKey,
  partnerRunIsOver,
  pauseSending,
  settlePush,
  supersedeIfStale,
} from '@bridge/db'
import { createFailure, type RetryPolicy } from '@bridge/domain'
import type { CallResult, GradientClient, Pace, PaceSlot } from '@bridge/gradient'
import {
  GiveUpJobError,
  type Nudge,
  nudgeFinish,
  nudgePush,
  PostponeJobError,
  type Queues,
  RedisAwayError,
  RetryJobError,
} from '@bridge/queue'
import type { Clock, Log } from '@bridge/runtime'
import type { KeyRing } from '@bridge/vault'
import { openSealed } from '@bridge/vault/open'
import { type Decision, decide } from './decide.ts'

/** What sending counts needs. */
export interface Parts {
  db: Db
  queues: Queues
  gradient: GradientClient
  pace: Pace
  keyRing: KeyRing
  clock: Clock
  log: Log
  /** This process, as attempts and claims name it. */
  worker: string
  /** The id of our service in Gradient; throws `PostponeJobError` while nobody has found it. */
  serviceId: () => Promise<string>
  /** Longest time that one call may take, in milliseconds. */
  timeoutMs: number
  policy: RetryPolicy
  random: () => number
}

/** A claim outlives its call by this much, so that a call never runs without one. */
const CLAIM_MARGIN_MS = 10_000

/**
 * Sends one push: takes a slot of the fleet's budget, claims, sends at once, settles. The job carries no number; everything is
 * read from Postgres under the claim, so this may run twice, late, or for a push that is long settled, and then does nothing.
 *
 * Crash before the call: the claim runs out and the sweep brings the push back. Crash after Gradient took the number and before
 * it is settled: the same number is sent once more, which changes nothing there (gradient-api.md, "What a count means").
 */
export async function pushUsage(parts: Parts, input: { pushId: string }): Promise<void> {
  const { db, pace, log } = parts
  const serviceId = await parts.serviceId()
  const slot = await pace.reserve('bulk')
  const claimMs = parts.timeoutMs + CLAIM_MARGIN_MS
  const claimedAtMs = performance.now()
  const claim = await claimPush(db, { pushId: input.pushId, worker: parts.worker, claimMs })
  if (!claim) {
    if (await supersedeIfStale(db, input.pushId))
      log.info({ pushId: input.pushId }, 'a newer period took the place of a push')
    return
  }
  const startedAt = parts.clock.now()
  // A call that starts within the margin ends, by its own timeout, before the claim does.
  const mayStart = () => performance.now() - claimedAtMs < CLAIM_MARGIN_MS
  const result = await send(parts, claim, { serviceId, paced: slot, mayStart })
  const decision = decide(result, { tries: claim.tries, policy: parts.policy, random: parts.random() })
  const settled = await settlePush(db, {
    ...decision,
    ...claim,
    worker: parts.worker,
    noBuild: !claim.rebuild,
    startedAt,
    finishedAt: parts.clock.now(),
  })
  if (!result.ok && result.failure) await stopWhatMustStop(parts, claim, result.failure.action, decision)
  if (settled.fenced) {
    log.warn(
      { pushId: claim.pushId, partnerId: claim.partnerId, companyId: claim.companyId },
      'an answer came after its claim had run out',
    )
    return
  }
  await goOn(parts, claim, decision, settled)
}

async function send(
  parts: Parts,
  claim: Claim,
  how: { serviceId: string; paced: PaceSlot; mayStart: () => boolean },
): Promise<CallResult<null>> {
  try {
    return await parts.gradient.setCount(
      openSealed(parts.keyRing, claim.sealedKey, claim),
      { serviceId: how.serviceId, accountId: claim.companyId, unitCount: claim.unitCount, noBuild: !claim.rebuild },
      { priority: 'bulk', paced: how.paced, mayStart: how.mayStart },
    )
  } catch (error) {
    // A key that does not open: nothing was sent, and a person must look at the key ring.
    const message = error instanceof Error ? error.message : String(error)
    parts.log.error({ partnerId: claim.partnerId, companyId: claim.companyId, err: error }, 'a count could not be sent')
    return {
      ok: false,
      failure: createFailure('unexpected', { httpStatus: null, message, retryAfterMs: null, ambiguous: false }),
    }
  }
}

async function stopWhatMustStop(parts: Parts, claim: Claim, action: string, decision: Decision): Promise<void> {
  const facts = {
    partnerId: claim.partnerId,
    companyId: claim.companyId,
    httpStatus: decision.httpStatus,
    detail: decision.message,
  }
  const detail = decision.message ?? ''
  if (action === 'needs_key' && (await markNeedsKey(parts.db, { ...claim, reason: detail }))) {
    parts.log.error(facts, 'Gradient refuses the key of a partner: it must paste a new one; its counts wait')
  }
  if (action === 'stop_all' && (await pauseSending(parts.db, { reason: 'anomaly', detail, by: parts.worker }))) {
    parts.log.fatal(facts, 'Gradient saw an anomaly: all sending has stopped until an operator resumes it')
  }
  if (action === 'refuse') parts.log.error(facts, 'Gradient refuses a count as malformed: an engineer must look')
}

async function goOn(
  parts: Parts,
  claim: Claim,
  decision: Decision,
  settled: { outcome: string; nudge: number },
): Promise<void> {
  if (settled.outcome === 'waiting') {
    const words = `${decision.message ?? decision.reason ?? 'not sent'} (partner ${claim.partnerId}, company ${claim.companyId})`
    if (decision.result === 'retry') throw new RetryJobError(words, decision.retryInMs)
    if (decision.result === 'postponed') throw new PostponeJobError(words, decision.retryInMs)
    if (decision.result === 'stopped') return
    await nudge(parts, nudgePush({ id: claim.pushId, nudge: settled.nudge }))
    return
  }
  if (await partnerRunIsOver(parts.db, claim)) await nudge(parts, nudgeFinish(claim))
  if (settled.outcome === 'failed') {
    throw new GiveUpJobError(
      `${decision.message ?? decision.reason} (partner ${claim.partnerId}, company ${claim.companyId}); its tries are spent`,
    )
  }
}

async function nudge(parts: Parts, job: Nudge): Promise<void> {
  try {
    await parts.queues.add([job])
  } catch (error) {
    if (!(error instanceof RedisAwayError)) throw error
    parts.log.warn({ jobId: job.id }, 'Redis is away: the sweep will nudge this')
  }
}
