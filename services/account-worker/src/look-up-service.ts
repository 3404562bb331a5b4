import { anyLiveConnectionId, requestAccountSync, vendorServiceId } from '@bridge/db'
import { nudgeSync, RedisAwayError } from '@bridge/queue'
import { serviceLookup } from './ensure-service.ts'
import type { Parts } from './parts.ts'

/**
 * At start: has our service in Gradient looked up if nobody knows it yet. Gradient answers only to a partner's key, and a key is
 * only used under a claim, so this asks for a sync of some connection; with none, the first to connect brings it.
 */
export async function lookUpService(parts: Pick<Parts, 'db' | 'service' | 'queues' | 'log'>): Promise<void> {
  if ((await vendorServiceId(parts.db, serviceLookup(parts.service))) !== null) return
  const connectionId = await anyLiveConnectionId(parts.db)
  if (connectionId === null) {
    parts.log.info('our service in Gradient is looked up when the first partner connects')
    return
  }
  const sync = await requestAccountSync(parts.db, connectionId)
  try {
    await parts.queues.add([nudgeSync(sync)])
  } catch (error) {
    if (!(error instanceof RedisAwayError)) throw error
    parts.log.warn({ err: error }, 'Redis is away: the sweep will nudge the look-up of our service')
  }
}
