import type { Redis } from 'ioredis'
import { createPaceOver } from './pace-over.ts'
import type { PaceSlot } from './pace-slot.ts'
import { createSharedSlots } from './shared-slots.ts'
import type { PaceMode } from './slot-sources.ts'
import type { Priority } from './slots.ts'
import type { SpareSlots } from './spare-slots.ts'

export type { PaceSlot } from './pace-slot.ts'
export type { PaceMode } from './slot-sources.ts'
export type { Priority } from './slots.ts'

/** The fleet's request budget, as one process sees it. */
export interface Pace {
  /** Waits for a slot and for its moment: when it resolves, send at once. Rejects only when the signal is aborted. */
  take(priority: Priority, signal?: AbortSignal): Promise<PaceSlot>
  /**
   * Reserves a slot and comes back before its moment (for `bulk` 25 to 250 ms), so that the caller can use the wait, for instance to
   * claim its work. Then `slot.due()`, or give the slot to the client as `paced`.
   */
  reserve(priority: Priority, signal?: AbortSignal): Promise<PaceSlot>
  /** How many bulk callers of this process wait for a slot. */
  waiting(): number
  /** Nobody in the fleet gets a slot before `ms` from now (at most 10 minutes). Never rejects. */
  slowDown(ms: number): Promise<void>
}

export interface PaceOptions {
  readonly redis: Redis
  /** Gives the slots, to the whole fleet, while some process cannot reach Redis: the same in every process. */
  readonly spare: SpareSlots
  /** One budget, one key: the same in every process that uses the same vendor key. */
  readonly key: string
  readonly requestsPerSecond: number
  /** Told when another place gives the slots from now on; `cause` where that is because this very process cannot reach Redis. */
  readonly onMode?: (mode: PaceMode, cause: Error | null) => void
}

/** A slower reply counts as none. */
const REPLY_TIMEOUT_MS = 500

/**
 * Makes this process's door to the fleet's budget. Slots are spaced by Redis (see `slots.ts`), or, while some process cannot reach it, by Postgres
 * (see `spare-slots.ts`); this side waits for a slot's moment and gives up one that it missed.
 */
export function createPace(options: PaceOptions): Pace {
  const { redis, key } = options
  return createPaceOver({
    ...options,
    shared: (rules) => createSharedSlots({ redis, key, rules, replyTimeoutMs: REPLY_TIMEOUT_MS }),
  })
}
