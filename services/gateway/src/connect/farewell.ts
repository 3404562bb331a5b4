import { isPaused, renewFarewell, type SealedKeyColumns } from '@bridge/db'
import type { Secret } from '@bridge/vault'
import { openSealed } from '@bridge/vault/open'
import type { Deps } from '../deps.ts'

const FAREWELL_WITHIN_MS = 5_000
/** The call starts within this after its hold was renewed, and ends before the hold does. */
const START_WITHIN_MS = 5_000
/** How long a farewell is held each time that it is renewed. */
export const FAREWELL_HELD_MS = START_WITHIN_MS + 2 * FAREWELL_WITHIN_MS

/** A connection that is disconnected, with its key as it lay in the database. */
export interface EndedConnection {
  partnerId: string
  connectionId: string
  sealedKey: SealedKeyColumns
  /** The hold of the farewell (`Farewell`). */
  token: string
}

/**
 * Tells Gradient `inactive`, as the last call with the key, if Gradient answers; not while sending is paused: then Gradient keeps the
 * status that it has.
 */
export async function tellGradient(deps: Deps, ended: EndedConnection): Promise<void> {
  const { partnerId, connectionId, token } = ended
  const notTold = (facts: object, why: string) =>
    deps.log.warn({ partnerId, connectionId, ...facts }, `Gradient was not told of a disconnect: ${why}`)
  if (await isPaused(deps.db, { partnerId, calls: 'any' })) return notTold({}, 'sending is paused')
  let partnerKey: Secret
  try {
    partnerKey = openSealed(deps.keyRing, ended.sealedKey, { connectionId, partnerId })
  } catch (error) {
    return notTold({ err: error }, 'the key does not open')
  }
  const renewedAtMs = performance.now()
  if (!(await renewFarewell(deps.db, { token, claimMs: FAREWELL_HELD_MS }))) return notTold({}, 'it came too late')
  const result = await deps.gradient.setStatus(partnerKey, 'inactive', {
    priority: 'interactive',
    signal: AbortSignal.timeout(FAREWELL_WITHIN_MS),
    mayStart: () => performance.now() - renewedAtMs < START_WITHIN_MS,
  })
  if (result.ok) return
  const { reason, httpStatus, message } = result.failure ?? {
    reason: 'not_sent',
    httpStatus: null,
    message: 'no turn in time',
  }
  deps.log.warn(
    { partnerId, connectionId, reason, httpStatus, answer: message },
    'Gradient did not take the status inactive',
  )
}
