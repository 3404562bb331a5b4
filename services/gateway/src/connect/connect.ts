import { randomUUID } from 'node:crypto'
import {
  duePushes,
  insertConnection,
  liveConnection,
  lockPartner,
  type NudgedPush,
  type NudgedSync,
  oldCallsUnderWay,
  replaceKey,
  requestAccountSync,
  retryOnDeadlock,
} from '@bridge/db'
import { lastClosedPeriod } from '@bridge/domain'
import { nudgePushes, nudgeSync } from '@bridge/queue'
import { type Secret, seal } from '@bridge/vault'
import type { Deps } from '../deps.ts'
import { partnerNotFound, partnerOrThrow } from '../partners/partner-routes.ts'
import { ProblemError } from '../problem.ts'
import { checkKey, type KeyOwner } from './check-key.ts'
import { untilOldCallsAreOver } from './disconnect.ts'

const PUSHES_AT_ONCE = 1_000

/**
 * Connects a partner, or gives its connection a new key. The key is tried with Gradient first, outside any transaction; only a good
 * one is kept, sealed. A key of another organization is refused while connected: its accounts would be another's.
 * Answers whether the connection is new.
 * @throws ProblemError
 */
export async function connect(
  deps: Parameters<typeof checkKey>[0],
  input: { partnerId: string; partnerKey: Secret },
): Promise<{ created: boolean }> {
  await partnerOrThrow(deps, input.partnerId)
  const owner = await checkKey(deps, input)
  const { created, sync } = await keepWhenOldCallsAreOver(deps, { ...input, owner })
  deps.log.info(
    { partnerId: input.partnerId, organizationId: owner.organizationId, created },
    'a partner key was accepted',
  )
  deps.nudger.nudge([nudgeSync(sync)])
  if (!created) deps.nudger.nudge(nudgePushes(await pushesThatWaited(deps, input.partnerId)))
  return { created }
}

/** While a call of the connection before is under way there is no new one: its number, or its `inactive`, would come after the new one's. */
async function keepWhenOldCallsAreOver(deps: Deps, input: Kept): Promise<{ created: boolean; sync: NudgedSync }> {
  for (;;) {
    const kept = await keep(deps, input)
    if (kept) return kept
    await untilOldCallsAreOver(deps, input.partnerId)
  }
}

interface Kept {
  partnerId: string
  partnerKey: Secret
  owner: KeyOwner
}

async function keep(deps: Deps, input: Kept): Promise<{ created: boolean; sync: NudgedSync } | null> {
  const { partnerId, partnerKey, owner } = input
  return retryOnDeadlock(() =>
    deps.db.transaction().execute(async (tx) => {
      if (!(await lockPartner(tx, partnerId))) throw partnerNotFound(partnerId)
      const live = await liveConnection(tx, partnerId, true)
      if (live && live.organization_id !== owner.organizationId) throw otherOrganization(live.organization_name, owner)
      if (!live && (await oldCallsUnderWay(tx, partnerId)) > 0) return null
      const connectionId = live?.id ?? randomUUID()
      const sealedKey = seal(deps.keyRing, { connectionId, partnerId, plaintext: partnerKey })
      const keyed = { ...owner, sealedKey, keyHint: partnerKey.reveal().slice(-4) }
      if (live) await replaceKey(tx, connectionId, keyed)
      else {
        const closed = lastClosedPeriod(deps.clock.now(), deps.calendar.timeZone)
        await insertConnection(tx, { ...keyed, id: connectionId, partnerId, lastClosedPeriod: closed })
      }
      return { created: !live, sync: await requestAccountSync(tx, connectionId) }
    }),
  )
}

/** Pushes that waited for a key go on at once; whatever this misses, the sweep brings along. */
async function pushesThatWaited(deps: Deps, partnerId: string): Promise<NudgedPush[]> {
  try {
    return await duePushes(deps.db, { limit: PUSHES_AT_ONCE, partnerId })
  } catch (error) {
    deps.log.warn({ err: error, partnerId }, 'pushes that waited for the key were not nudged: the sweep will do it')
    return []
  }
}

function otherOrganization(connectedName: string, owner: KeyOwner): ProblemError {
  return new ProblemError(
    'other_organization',
    `This key belongs to "${owner.organizationName}" in Gradient, but the partner is connected to "${connectedName}". Nothing was changed. To move to the other organization, disconnect first, then connect with this key.`,
  )
}
