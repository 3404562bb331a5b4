import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  callsLeft,
  disconnect as endConnection,
  endFarewell,
  finishRuns,
  liveConnection,
  lockPartner,
  oldCallsUnderWay,
  renewFarewell,
  retryOnDeadlock,
} from '@bridge/db'
import type { Deps } from '../deps.ts'
import { partnerNotFound } from '../partners/partner-routes.ts'
import { type EndedConnection, FAREWELL_HELD_MS, tellGradient } from './farewell.ts'

const LOOK_EVERY_MS = 50

/**
 * Ends a partner's connection for good. The key is destroyed in the transaction, so that no call with it can start any more; calls that
 * had started are waited for until the last claim has settled or run out. Then Gradient is told `inactive`, as the last call.
 * That call is held like a claim from the same transaction on: whoever disconnects at the same time, or connects again, waits for it too.
 * A partner that is not connected is left as it is.
 * @throws ProblemError `partner_not_found`
 */
export async function disconnect(deps: Deps, partnerId: string): Promise<void> {
  const ended = await end(deps, partnerId)
  if (ended) {
    deps.log.info({ partnerId, connectionId: ended.connectionId }, 'a partner was disconnected')
    try {
      await untilNoOtherCallIsLeft(deps, ended)
      // A run that was only this partner's is over; were it open, Send now after connecting again would be answered with it.
      await finishRuns(deps.db)
      await tellGradient(deps, ended)
    } finally {
      await endFarewell(deps.db, ended.token)
    }
  }
  await untilOldCallsAreOver(deps, partnerId)
}

/** Waits until no call of the partner's earlier connections is under way, their farewells included. */
export async function untilOldCallsAreOver(deps: Pick<Deps, 'db'>, partnerId: string): Promise<void> {
  while ((await oldCallsUnderWay(deps.db, partnerId)) > 0) await sleep(LOOK_EVERY_MS)
}

async function end(deps: Deps, partnerId: string): Promise<EndedConnection | null> {
  return retryOnDeadlock(() =>
    deps.db.transaction().execute(async (tx) => {
      if (!(await lockPartner(tx, partnerId))) throw partnerNotFound(partnerId)
      const live = await liveConnection(tx, partnerId, true)
      if (!live) return null
      const token = randomUUID()
      const sealedKey = await endConnection(tx, live.id, { token, claimMs: FAREWELL_HELD_MS })
      return sealedKey && { partnerId, connectionId: live.id, sealedKey, token }
    }),
  )
}

async function untilNoOtherCallIsLeft(deps: Deps, { connectionId, token }: EndedConnection): Promise<void> {
  while ((await callsLeft(deps.db, { connectionId, exceptToken: token })) > 0) {
    await sleep(LOOK_EVERY_MS)
    await renewFarewell(deps.db, { token, claimMs: FAREWELL_HELD_MS })
  }
}
