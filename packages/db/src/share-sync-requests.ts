import { type NudgedSync, queueAccountSync } from './account-syncs.ts'
import type { Db } from './connect.ts'

/**
 * Has a sync queued for accounts that are committed, as `queueAccountSync`, by one statement for many who ask at once: while one is under way for a connection,
 * those who come share the next, which begins after every one of them has asked. A sync that was made is the answer of one of them alone, who nudges it.
 */
export function shareSyncRequests(db: Db): (connectionId: string) => Promise<NudgedSync | null> {
  const underWay = new Map<string, Promise<NudgedSync | null>>()
  const waiting = new Map<string, Promise<NudgedSync | null>>()

  function begin(connectionId: string): Promise<NudgedSync | null> {
    waiting.delete(connectionId)
    const asked = queueAccountSync(db, connectionId).finally(() => {
      if (underWay.get(connectionId) === asked) underWay.delete(connectionId)
    })
    underWay.set(connectionId, asked)
    return asked
  }

  return async (connectionId) => {
    const before = underWay.get(connectionId)
    if (!before) return begin(connectionId)
    const shared = waiting.get(connectionId)
    if (shared) {
      await shared
      return null
    }
    const next = before.then(
      () => begin(connectionId),
      () => begin(connectionId),
    )
    waiting.set(connectionId, next)
    return next
  }
}
