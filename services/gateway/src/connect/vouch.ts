import {
  beginProbe,
  doubtKey,
  endProbe,
  type KeyProbe,
  liveConnection,
  nextToVouch,
  pauseSending,
  recordAttempt,
} from '@bridge/db'
import type { Failure } from '@bridge/domain'
import { nudgeJudge } from '@bridge/queue'
import { openSealed } from '@bridge/vault/open'
import type { Deps } from '../deps.ts'

/** What another partner's key says of the vendor's: `nobody` could be asked, or no answer that tells came. */
export type Vouched = 'taken' | 'refused' | 'nobody' | 'no_answer' | 'paused'

const ASK_AGAIN_AFTER_MS = 5_000
const CLAIM_MARGIN_MS = 10_000

/**
 * Makes the question whether Gradient refuses a pasted key because of the vendor's key, which is in the same token: it asks with the
 * key of another partner that most likely is good. One question in five seconds per process, whoever pastes meanwhile: a wrong
 * paste is the usual case, and must cost Gradient little. One that is refused too is put in doubt, so that an account worker judges it.
 */
export function createVouch(deps: Deps): (partnerId: string) => Promise<Vouched> {
  let last: { askedAtMs: number; answer: Promise<Vouched> } | undefined
  return (partnerId) => {
    if (last && performance.now() - last.askedAtMs < ASK_AGAIN_AFTER_MS) return last.answer
    last = { askedAtMs: performance.now(), answer: askAnother(deps, partnerId) }
    return last.answer
  }
}

async function askAnother(deps: Deps, partnerId: string): Promise<Vouched> {
  const own = await liveConnection(deps.db, partnerId)
  const other = await nextToVouch(deps.db, { except: own ? [own.id] : [], sinceAttemptId: '0' })
  if (!other) return 'nobody'
  const begunAtMs = performance.now()
  const probe = await beginProbe(deps.db, {
    connectionId: other.connectionId,
    claimMs: deps.gradientTimeoutMs + CLAIM_MARGIN_MS,
  })
  if (!probe) return 'no_answer'
  try {
    return await ask(deps, probe, () => performance.now() - begunAtMs < CLAIM_MARGIN_MS)
  } catch (error) {
    deps.log.warn({ err: error, partnerId: probe.partnerId }, 'another partner’s key could not be tried')
    return 'no_answer'
  } finally {
    await endProbe(deps.db, probe)
  }
}

async function ask(deps: Deps, probe: KeyProbe, mayStart: () => boolean): Promise<Vouched> {
  const startedAt = deps.clock.now()
  const result = await deps.gradient.getOrganization(openSealed(deps.keyRing, probe.sealedKey, probe), {
    priority: 'interactive',
    signal: AbortSignal.timeout(deps.gradientTimeoutMs),
    mayStart,
  })
  if (!result.ok && result.notStarted) return 'no_answer'
  await recordAttempt(deps.db, {
    connection_id: probe.connectionId,
    sync_id: null,
    push_id: null,
    call: 'organization',
    worker: 'gateway',
    started_at: startedAt,
    finished_at: deps.clock.now(),
    http_status: result.ok ? result.httpStatus : result.failure.httpStatus,
    reason: result.failure?.reason ?? null,
    message: result.failure?.message ?? null,
  })
  return result.ok ? 'taken' : judge(deps, probe, result.failure)
}

async function judge(deps: Deps, probe: KeyProbe, failure: Failure): Promise<Vouched> {
  const facts = { partnerId: probe.partnerId, reason: failure.reason, answer: failure.message }
  if (failure.action === 'stop_all') {
    await stopAll(deps, probe.partnerId, failure)
    return 'paused'
  }
  if (failure.action !== 'needs_key') return 'no_answer'
  deps.log.error(facts, 'Gradient refuses a pasted key and also another partner’s: is it the vendor key?')
  const doubt = await doubtKey(deps.db, { ...probe, reason: failure.message })
  if (doubt) deps.nudger.nudge([nudgeJudge(doubt)])
  return 'refused'
}

/** After a 403: nobody sends any more until an operator looked. */
export async function stopAll(deps: Deps, partnerId: string, failure: Failure): Promise<void> {
  const detail = `Gradient answered ${failure.httpStatus} when the key of partner ${partnerId} was checked: ${failure.message}`
  if (await pauseSending(deps.db, { reason: failure.reason, detail, by: 'gateway' }))
    deps.log.error({ partnerId, reason: failure.reason }, 'all sending is paused: an operator must look and resume it')
}
