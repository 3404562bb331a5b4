import { type Claim, supersedeIfStale } from '@bridge/db'
import { createFailure } from '@bridge/domain'
import type { CallResult, PaceSlot } from '@bridge/gradient'
import { GiveUpJobError, nudgePush, PostponeJobError, RetryJobError } from '@bridge/queue'
import { openSealed } from '@bridge/vault/open'
import { type Decision, decide } from './decide.ts'
import { nudge } from './nudge.ts'
import type { Parts } from './parts.ts'
import { settle } from './settle.ts'
import { reach } from './steps.ts'
import { stopWhatMustStop } from './stop-what-must-stop.ts'

/** Which push, and of which connection. */
interface OfPush {
  pushId: string
  connectionId: string
}

/** What a claimed push is sent with. */
interface How {
  serviceId: string
  /** By `performance.now()`. */
  claimedAtMs: number
  slot?: PaceSlot
}

/**
 * A call begins within half of its own time limit after the claim, and the claim outlasts the latest end of it by as much again: a busy machine that notices late that a call's
 * time is over has still given it up before another worker may send the number.
 */
export function claimMsFor(timeoutMs: number): { marginMs: number; claimMs: number } {
  const marginMs = Math.ceil(timeoutMs / 2)
  return { marginMs, claimMs: marginMs + timeoutMs + marginMs }
}

/**
 * Sends one push, if that is still to be done: takes a slot of the fleet's budget, claims, sends at once, settles. The job carries no number; everything is
 * read from Postgres under the claim, so this may run twice, late, or for a push that is long settled, and then does nothing.
 *
 * Crash before the call: the claim runs out and the push waits again. Crash after Gradient took the number and before
 * it is settled: the same number is sent once more, which changes nothing there (gradient-api.md, "What a count means").
 */
export async function pushUsage(parts: Parts, input: OfPush): Promise<void> {
  if ((await parts.ledger.triesOf(input.pushId)) === undefined) return
  const claimed = await claimUsage(parts, input)
  if (claimed) await sendClaimed(parts, claimed.claim, claimed.how)
}

/** Takes a slot of the fleet's budget and claims the push for it; null where it is not to be sent after all. Throws what its job must know: to be put off. */
export async function claimUsage(parts: Parts, input: OfPush): Promise<{ claim: Claim; how: How } | null> {
  const serviceId = await parts.serviceId()
  putOffWhereSlow(parts, input)
  const slot = await parts.pace.reserve('bulk')
  putOffWhereSlow(parts, input)
  reach('claiming', input.pushId)
  const claimedAtMs = performance.now()
  const claim = await parts.ledger.claim(input.pushId)
  if (!claim) {
    if (await supersedeIfStale(parts.db, input.pushId))
      parts.log.info({ pushId: input.pushId }, 'a newer period took the place of a push')
    return null
  }
  return { claim, how: { serviceId, claimedAtMs, slot } }
}

/** Sends a claimed push and settles it; takes a slot of the budget where none is given. Throws what its job must know: to be tried again, put off, or given up. */
export async function sendClaimed(parts: Parts, claim: Claim, how: How): Promise<void> {
  reach('claimed', claim.pushId)
  const { marginMs, claimMs } = claimMsFor(parts.timeoutMs)
  const paced = how.slot ?? (await parts.pace.reserve('bulk'))
  const startedAt = parts.clock.now()
  const place = parts.places.take(claim.connectionId)
  const mayStart = () => {
    place.called()
    // The wall clock too: a machine that was suspended has a monotonic one that knows nothing of it.
    return (
      performance.now() - how.claimedAtMs < marginMs && parts.clock.now().getTime() - startedAt.getTime() < marginMs
    )
  }
  const result = await send(parts, claim, { serviceId: how.serviceId, paced, mayStart }).finally(() => place.leave())
  reach('answered', claim.pushId)
  const decision = decide(result, { tries: claim.tries, policy: parts.policy, random: parts.random() })
  const settled = await settle(parts, {
    settlement: {
      ...decision,
      ...claim,
      worker: parts.worker,
      noBuild: !claim.rebuild,
      startedAt,
      finishedAt: parts.clock.now(),
    },
    untilMs: how.claimedAtMs + claimMs,
  })
  reach('settled', claim.pushId)
  if (!result.ok && result.failure) await stopWhatMustStop(parts, claim, result.failure)
  if (settled.fenced) {
    const { pushId, partnerId, companyId } = claim
    parts.log.warn({ pushId, partnerId, companyId }, 'an answer came after its claim had run out, and decides nothing')
    return
  }
  await goOn(parts, claim, decision, settled)
}

function putOffWhereSlow(parts: Parts, input: { connectionId: string }): void {
  const waitMs = parts.places.refusal(input.connectionId)
  if (waitMs !== null) throw new PostponeJobError('Gradient answers slowly for this partner, so it takes turns', waitMs)
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
    await nudge(parts, [nudgePush({ id: claim.pushId, nudge: settled.nudge, connectionId: claim.connectionId })])
    return
  }
  parts.ends.look(claim)
  if (settled.outcome === 'failed') {
    throw new GiveUpJobError(
      `${decision.message ?? decision.reason} (partner ${claim.partnerId}, company ${claim.companyId}); its tries are spent`,
    )
  }
}
