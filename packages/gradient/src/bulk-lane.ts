import type { PaceSlot } from './pace-slot.ts'

/** The bulk callers of one process: served in the order in which they came, by one asker at a time. */
export interface BulkLane {
  /** `again`: it had a slot and missed it, so it goes to the front. Rejects only when the signal is aborted. */
  reserve(signal: AbortSignal | undefined, again: boolean): Promise<PaceSlot>
  /** How many wait. */
  waiting(): number
}

interface Waiter {
  readonly give: (slot: PaceSlot) => void
  readonly fail: (error: unknown) => void
}

/** Makes the lane over `askForSlots`, which waits until it has some, at most as many as are asked for. While nobody waits, nothing runs. */
export function createBulkLane(askForSlots: (most: number) => Promise<PaceSlot[]>): BulkLane {
  const waiters: Waiter[] = []
  let serving = false

  async function serve(): Promise<void> {
    if (serving) return
    serving = true
    try {
      while (waiters.length > 0) {
        for (const slot of await askForSlots(waiters.length)) waiters.shift()?.give(slot)
      }
    } catch (error) {
      for (const waiter of waiters.splice(0)) waiter.fail(error)
    } finally {
      serving = false
    }
  }

  return {
    waiting: () => waiters.length,
    reserve(signal, again) {
      if (signal?.aborted) return Promise.reject(signal.reason)
      const { promise, resolve, reject } = Promise.withResolvers<PaceSlot>()
      const waiter: Waiter = { give: resolve, fail: reject }
      if (again) waiters.unshift(waiter)
      else waiters.push(waiter)
      const leave = () => {
        const place = waiters.indexOf(waiter)
        if (place !== -1) waiters.splice(place, 1)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', leave, { once: true })
      void serve()
      return promise.finally(() => signal?.removeEventListener('abort', leave))
    },
  }
}
