import { beginProbe, endProbe, type KeyProbe, pauseSending, recordAttempt } from '@bridge/db'
import type { Failure } from '@bridge/domain'
import type { Secret } from '@bridge/vault'
import { openSealed } from '@bridge/vault/open'
import type { Parts } from './parts.ts'
import { CLAIM_MARGIN_MS } from './sync-session.ts'

/** What Gradient says of a connection's key: it takes it, refuses it, or nothing that tells. */
export type ProbeAnswer =
  | { said: 'taken' }
  | { said: 'refused'; message: string; keyVersion: number }
  | { said: 'nothing'; message: string; retryAfterMs: number | null }

/** Where sending was paused meanwhile, the job that comes back then finds so and ends. */
const LOOK_AGAIN_MS = 1_000

/**
 * Asks Gradient once whether it takes a connection's key (`GET /organization`, the documented way), ahead of all bulk calls and under a
 * claim, so that a disconnect waits for it. A 403 stops all sending.
 */
export async function probeKey(parts: Parts, connectionId: string): Promise<ProbeAnswer> {
  const paced = await parts.pace.reserve('interactive')
  const begunAtMs = performance.now()
  const probe = await beginProbe(parts.db, { connectionId, claimMs: parts.timeoutMs + CLAIM_MARGIN_MS })
  if (!probe) return nothing('the connection cannot be called now', LOOK_AGAIN_MS)
  try {
    const partnerKey = opened(parts, probe)
    if (!partnerKey) return nothing('the key does not open')
    const startedAt = parts.clock.now()
    const result = await parts.gradient.getOrganization(partnerKey, {
      priority: 'interactive',
      paced,
      mayStart: () => performance.now() - begunAtMs < CLAIM_MARGIN_MS,
    })
    if (!result.ok && result.notStarted) return nothing('the claim ran out before the call could start')
    await recordAttempt(parts.db, {
      connection_id: connectionId,
      sync_id: null,
      push_id: null,
      call: 'organization',
      worker: parts.worker,
      started_at: startedAt,
      finished_at: parts.clock.now(),
      http_status: result.ok ? result.httpStatus : result.failure.httpStatus,
      reason: result.failure?.reason ?? null,
      message: result.failure?.message ?? null,
    })
    return result.ok ? { said: 'taken' } : await read(parts, probe, result.failure)
  } finally {
    await endProbe(parts.db, probe)
  }
}

function opened(parts: Parts, probe: KeyProbe): Secret | undefined {
  try {
    return openSealed(parts.keyRing, probe.sealedKey, probe)
  } catch (error) {
    parts.log.error({ partnerId: probe.partnerId, err: error }, 'a key does not open: look at ENCRYPTION_KEYS')
    return undefined
  }
}

async function read(parts: Parts, probe: KeyProbe, failure: Failure): Promise<ProbeAnswer> {
  const { message } = failure
  if (failure.action === 'needs_key') return { said: 'refused', message, keyVersion: probe.keyVersion }
  if (failure.action === 'stop_all') {
    const detail = `${message} (partner ${probe.partnerId})`
    await pauseSending(parts.db, { reason: 'anomaly', detail, by: parts.worker })
    parts.log.fatal({ partnerId: probe.partnerId, detail }, 'Gradient saw an anomaly: all sending has stopped')
  }
  return nothing(message, failure.retryAfterMs)
}

function nothing(message: string, retryAfterMs: number | null = null): ProbeAnswer {
  return { said: 'nothing', message, retryAfterMs }
}
