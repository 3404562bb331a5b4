import {
  claimSync,
  deferAccounts,
  doubtKey,
  finishSync,
  markNeedsKey,
  pauseSending,
  reconcileAccounts,
  recordSyncProgress,
  releaseSync,
  type SyncClaim,
} from '@bridge/db'
import { retryDelayMs } from '@bridge/domain'
import { GiveUpJobError, nudgeJudge, nudgeMail, nudgeSync, PostponeJobError, RetryJobError } from '@bridge/queue'
import { openSealed } from '@bridge/vault/open'
import { announce } from './announce.ts'
import { createAccounts, REFUSED_RETRY_MS } from './create-accounts.ts'
import { ensureService } from './ensure-service.ts'
import { DisconnectedThereError, SyncCallError, SyncEndedError } from './errors.ts'
import { nudgeNow } from './nudge-now.ts'
import type { Parts } from './parts.ts'
import { renameAccounts } from './rename-accounts.ts'
import { CLAIM_MARGIN_MS, callGradient, orThrow, type SyncSession } from './sync-session.ts'

const POSTPONE_MS = 1_000

/**
 * Brings one connection's accounts in Gradient into line with its companies: makes the missing, renames the renamed, records the
 * state of each. What has to be done is read from Postgres and from Gradient's own list every time, so it may run twice,
 * late, or after a crash at any line, and carries on from what it finds.
 */
export async function syncAccounts(parts: Parts, input: { syncId: string }): Promise<void> {
  const claim = await claimSync(parts.db, { syncId: input.syncId, claimMs: parts.timeoutMs + CLAIM_MARGIN_MS })
  if (!claim) return
  try {
    const session: SyncSession = { ...parts, claim, partnerKey: openSealed(parts.keyRing, claim.sealedKey, claim) }
    await ensureService(session)
    await announce(session)
    const failed = await bringIntoLine(session)
    await finish(parts, claim, {
      status: 'done',
      error: failed ? `${failed} accounts were not taken; each says why` : null,
    })
  } catch (error) {
    await endBadly(parts, claim, error)
  }
}

async function bringIntoLine(session: SyncSession): Promise<number> {
  const listed = await orThrow(
    'list_accounts',
    callGradient(session, { name: 'list_accounts' }, (key, options) => session.gradient.listAccounts(key, options)),
  )
  const { db, claim } = session
  const work = await reconcileAccounts(db, {
    connectionId: claim.connectionId,
    listed: listed.map((account) => ({ id: account.id, name: account.name ?? '' })),
  })
  if (work.lost > 0 && claim.announced) await orDisconnectedThere(session)
  const so = { total: work.create.length + work.rename.length, done: 0, failed: 0 }
  await recordSyncProgress(db, claim, so)
  const progress = async (step: { done: number; failed: number }) => {
    so.done += step.done
    so.failed += step.failed
    await recordSyncProgress(db, claim, so)
  }
  await createAccounts(session, work.create, progress)
  await renameAccounts(session, work.rename, progress)
  session.log.info({ partnerId: claim.partnerId, listed: listed.length, ...so }, 'accounts are in line')
  return so.failed
}

/**
 * Accounts that were there are gone. Either somebody deleted them, and they are made again; or the partner disconnected in Gradient
 * and its old key goes on being taken. The status tells: we had announced the integration, so `inactive` is not of our making.
 */
async function orDisconnectedThere(session: SyncSession): Promise<void> {
  const { status } = await orThrow(
    'organization',
    callGradient(session, { name: 'organization' }, (key, options) => session.gradient.getOrganization(key, options)),
  )
  if (status === 'inactive')
    throw new DisconnectedThereError('disconnected in Gradient: connect again there, and paste the new key here')
}

async function endBadly(parts: Parts, claim: SyncClaim, error: unknown): Promise<void> {
  const words = error instanceof Error ? error.message : String(error)
  const facts = { partnerId: claim.partnerId, syncId: claim.syncId, err: error }
  if (error instanceof SyncEndedError) {
    await release(parts, claim, { retryInMs: POSTPONE_MS, error: words })
    return
  }
  if (error instanceof DisconnectedThereError) {
    const mail = await markNeedsKey(parts.db, { ...claim, reason: words })
    if (mail)
      parts.log.error(facts, 'a partner disconnected in Gradient: it must connect again there and paste a new key')
    await finish(parts, claim, { status: 'failed', error: words })
    if (mail) await nudgeNow(parts, nudgeMail(mail))
    return
  }
  const failure = error instanceof SyncCallError ? error.failure : undefined
  switch (failure?.action) {
    case 'needs_key': {
      const doubt = await doubtKey(parts.db, { ...claim, reason: failure.message })
      if (doubt) parts.log.warn(facts, 'Gradient refuses a key: it is in doubt whether the partner’s or the vendor’s')
      await release(parts, claim, { retryInMs: 0, error: words })
      await nudgeNow(parts, doubt ? nudgeJudge(doubt) : undefined)
      return
    }
    case 'stop_all':
      await pauseSending(parts.db, {
        reason: 'anomaly',
        detail: `${words} (partner ${claim.partnerId})`,
        by: parts.worker,
      })
      parts.log.fatal(facts, 'Gradient saw an anomaly: all sending has stopped until an operator resumes it')
      await release(parts, claim, { retryInMs: 0, error: words })
      return
    case 'slow_down': {
      const retryInMs = failure.retryAfterMs ?? POSTPONE_MS
      await release(parts, claim, { retryInMs, error: words })
      throw new PostponeJobError(words, retryInMs)
    }
    case 'refuse':
      parts.log.error(facts, 'Gradient refuses a call of a sync as malformed: an engineer must look')
      return giveUp(parts, claim, words)
  }
  if (claim.tries >= parts.policy.tries) return giveUp(parts, claim, words)
  const retryInMs = retryDelayMs(parts.policy, claim.tries, parts.random(), failure?.retryAfterMs ?? 0)
  await release(parts, claim, { retryInMs, error: words })
  throw new RetryJobError(`${words} (partner ${claim.partnerId})`, retryInMs)
}

async function finish(parts: Parts, claim: SyncClaim, end: Parameters<typeof finishSync>[2]): Promise<void> {
  const next = await finishSync(parts.db, claim, end)
  await nudgeNow(parts, next && nudgeSync(next))
}

async function release(parts: Parts, claim: SyncClaim, back: Parameters<typeof releaseSync>[2]): Promise<void> {
  const next = await releaseSync(parts.db, claim, back)
  await nudgeNow(parts, next && nudgeSync(next, back.retryInMs))
}

async function giveUp(parts: Parts, claim: SyncClaim, words: string): Promise<never> {
  await deferAccounts(parts.db, claim.connectionId, REFUSED_RETRY_MS)
  await finish(parts, claim, { status: 'failed', error: words })
  throw new GiveUpJobError(`${words} (partner ${claim.partnerId})`)
}
