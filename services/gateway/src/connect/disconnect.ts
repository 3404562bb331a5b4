import { setTimeout as sleep } from 'node:timers/promises'
import {
  callsUnderWay,
  disconnect as endConnection,
  liveConnection,
  lockPartner,
  openPause,
  type SealedKeyColumns,
} from '@bridge/db'
import type { Secret } from '@bridge/vault'
import { openSealed } from '@bridge/vault/open'
import type { Deps } from '../deps.ts'
import { partnerNotFound } from '../partners/partner-routes.ts'

const LOOK_EVERY_MS = 50
const FAREWELL_WITHIN_MS = 5_000

/**
 * Ends a partner's connection for good. The key is destroyed in the transaction, so that no call with it can start any more; calls that
 * had started are waited for until the last claim has settled or run out. Then Gradient is told `inactive`, as the last call, if it answers;
 * not while sending is paused: then Gradient keeps the status that it has.
 * A partner that is not connected is left as it is.
 * @throws ProblemError `partner_not_found`
 */
export async function disconnect(deps: Deps, partnerId: string): Promise<void> {
  const ended = await deps.db.transaction().execute(async (tx) => {
    if (!(await lockPartner(tx, partnerId))) throw partnerNotFound(partnerId)
    const live = await liveConnection(tx, partnerId, true)
    if (!live) return null
    const sealedKey = await endConnection(tx, live.id)
    return sealedKey && { connectionId: live.id, sealedKey }
  })
  if (!ended) return
  deps.log.info({ partnerId, connectionId: ended.connectionId }, 'a partner was disconnected')
  await untilNoCallIsUnderWay(deps, ended.connectionId)
  await tellGradient(deps, { partnerId, ...ended })
}

async function untilNoCallIsUnderWay(deps: Deps, connectionId: string): Promise<void> {
  while ((await callsUnderWay(deps.db, connectionId)) > 0) await sleep(LOOK_EVERY_MS)
}

async function tellGradient(
  deps: Deps,
  input: { partnerId: string; connectionId: string; sealedKey: SealedKeyColumns },
): Promise<void> {
  const { partnerId, connectionId } = input
  if (await openPause(deps.db)) {
    deps.log.warn({ partnerId, connectionId }, 'Gradient was not told of a disconnect: all sending is paused')
    return
  }
  let partnerKey: Secret
  try {
    partnerKey = openSealed(deps.keyRing, input.sealedKey, { connectionId, partnerId })
  } catch (error) {
    deps.log.warn(
      { err: error, partnerId, connectionId },
      'Gradient was not told of a disconnect: the key does not open',
    )
    return
  }
  const result = await deps.gradient.setStatus(partnerKey, 'inactive', {
    priority: 'interactive',
    signal: AbortSignal.timeout(FAREWELL_WITHIN_MS),
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
