import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { createBulkLane } from './bulk-lane.ts'
import { createLateness, type PaceSlot, type PaceTime } from './pace-slot.ts'
import { RETRY_AFTER_MAX_MS } from './retry-after.ts'
import { createSharedSlots } from './shared-slots.ts'
import { type Priority, reserveSlot, type SlotRules, type SlotState, slotsFor, spacingUsFor } from './slots.ts'

export type { PaceSlot, PaceTime } from './pace-slot.ts'
export type { Priority } from './slots.ts'

/** The fleet's request budget, as one process sees it. */
export interface Pace {
  /** Waits for a slot and for its moment: when it resolves, send at once. Rejects only when the signal is aborted. */
  take(priority: Priority, signal?: AbortSignal): Promise<PaceSlot>
  /**
   * Reserves a slot and comes back before its moment (for `bulk` 25 to 200 ms), so that the caller can use the wait, for instance to
   * claim its work. Then `slot.due()`, or give the slot to the client as `paced`.
   */
  reserve(priority: Priority, signal?: AbortSignal): Promise<PaceSlot>
  /** Gradient said 429: nobody in the fleet gets a slot before `ms` from now (at most 10 minutes). Never rejects. */
  slowDown(ms: number): Promise<void>
}

export interface PaceOptions {
  readonly redis: Redis
  /** One budget, one key: the same in every process that uses the same vendor key. */
  readonly key: string
  readonly requestsPerSecond: number
  /** This process's part of the budget while Redis does not answer: as many processes as this allows may be cut off at once. */
  readonly fallbackShare?: number
  /** Told when the process falls back to its own share, and when it is back. */
  readonly onMode?: (mode: 'shared' | 'local', cause: Error | null) => void
  readonly time?: PaceTime
}

const BULK_AHEAD_MS = 200
/** A bulk slot is at least this far ahead, also when nothing else goes on, so that its caller has the time to claim its work. Costs no budget. */
const BULK_LEAD_MS = 25
const INTERACTIVE_AHEAD_MS = 1000
const GRACE_MS = 1000
/** A slower reply counts as none. */
const REPLY_TIMEOUT_MS = 500
/** While cut off, Redis is tried again this often. */
const TRY_SHARED_EVERY_MS = 1000
const SECOND_MS = 1000

const systemTime: PaceTime = {
  nowMs: () => performance.now(),
  sleep: (ms, signal) => sleep(Math.max(Math.ceil(ms), 0), undefined, signal ? { signal } : {}),
}

/**
 * Makes this process's door to the fleet's budget. Slots are spaced by Redis (see `slots.ts`); this side waits for a slot's moment and gives
 * up one that it missed. Without Redis the process keeps to its own share, after a second in which what was reserved has passed; coming back
 * after having used it, it first makes the fleet wait until everybody is back, so that shared and own slots never add up.
 */
export function createPace(options: PaceOptions): Pace {
  const time = options.time ?? systemTime
  const rules = rulesFor(options.requestsPerSecond)
  const localRules = rulesFor(options.requestsPerSecond * (options.fallbackShare ?? 1 / 20))
  const shared = createSharedSlots({ redis: options.redis, key: options.key, rules, replyTimeoutMs: REPLY_TIMEOUT_MS })
  const lateness = createLateness()
  const lane = createBulkLane(() => reserveOnce('bulk'))

  let mode: 'shared' | 'local' = 'shared'
  let trySharedAtMs = Number.NEGATIVE_INFINITY
  let slowUntilMs = Number.NEGATIVE_INFINITY
  let slowedAtMs = Number.NEGATIVE_INFINITY
  let lastLocalSlotMs = Number.NEGATIVE_INFINITY
  let localState: SlotState = { nextUs: 0, waiting: [] }

  async function reserveOnce(priority: Priority, signal?: AbortSignal): Promise<PaceSlot> {
    for (;;) {
      signal?.throwIfAborted()
      const askedAtMs = time.nowMs()
      const allowedMs = lateness.allowedMs()
      const answer = await ask(priority, askedAtMs, allowedMs)
      if ('waitUs' in answer) return createSlot({ askedAtMs, waitMs: answer.waitUs / 1000, allowedMs })
      await time.sleep(answer.askAgainUs / 1000, signal)
    }
  }

  async function ask(priority: Priority, nowMs: number, allowedMs: number) {
    if (nowMs >= trySharedAtMs) {
      try {
        const answer = await shared.reserve(priority, {
          holdMs: Math.max(holdMs(nowMs), leadMs(priority)),
          slots: slotsFor(allowedMs, rules.spacingUs),
        })
        if (mode === 'local') options.onMode?.('shared', null)
        mode = 'shared'
        return answer
      } catch (error) {
        leaveShared(error instanceof Error ? error : new Error(String(error)))
      }
    }
    return askLocal(priority, allowedMs)
  }

  /** What this process knows and Redis may not: a slow-down of its own, and that own slots were used just now. */
  function holdMs(nowMs: number): number {
    const usedOwnShare = mode === 'local' && lastLocalSlotMs > nowMs - SECOND_MS
    return Math.max(slowUntilMs - nowMs, usedOwnShare ? TRY_SHARED_EVERY_MS + SECOND_MS : 0, 0)
  }

  function leaveShared(cause: Error): void {
    const nowMs = time.nowMs()
    trySharedAtMs = nowMs + TRY_SHARED_EVERY_MS
    if (mode === 'local') return
    mode = 'local'
    holdLocal(nowMs + SECOND_MS + BULK_AHEAD_MS)
    options.onMode?.('local', cause)
  }

  function askLocal(priority: Priority, allowedMs: number) {
    const nowUs = Math.floor(time.nowMs() * 1000)
    const { state, answer } = reserveSlot(
      localState,
      {
        nowUs,
        priority,
        askerId: 'local',
        holdUs: leadMs(priority) * 1000,
        slots: slotsFor(allowedMs, localRules.spacingUs),
      },
      localRules,
    )
    localState = state
    if ('waitUs' in answer) lastLocalSlotMs = (nowUs + answer.waitUs) / 1000
    return answer
  }

  function holdLocal(untilMs: number): void {
    localState = { ...localState, nextUs: Math.max(localState.nextUs, Math.ceil(untilMs * 1000)) }
  }

  /** Redis read its clock after we asked and before the answer came: from the answer it is never early, from the asking never later than judged. */
  function createSlot(asked: { askedAtMs: number; waitMs: number; allowedMs: number }): PaceSlot {
    const { askedAtMs, waitMs, allowedMs } = asked
    const reservedAtMs = time.nowMs()
    const dueAtMs = reservedAtMs + waitMs
    let used = false
    return {
      async due(signal) {
        if (used) return false
        for (let leftMs = dueAtMs - time.nowMs(); leftMs > 0; leftMs = dueAtMs - time.nowMs()) {
          await time.sleep(leftMs, signal)
        }
        signal?.throwIfAborted()
        used = true
        const nowMs = time.nowMs()
        if (reservedAtMs <= slowedAtMs && nowMs < slowUntilMs) return false
        return lateness.judge({ lateMs: nowMs - (askedAtMs + waitMs), allowedMs, reservedAtMs, nowMs })
      },
    }
  }

  async function take(priority: Priority, signal?: AbortSignal): Promise<PaceSlot> {
    for (let again = false; ; again = true) {
      const slot = priority === 'bulk' ? await lane.reserve(signal, again) : await reserveOnce(priority, signal)
      if (await slot.due(signal)) return slot
    }
  }

  return {
    take,
    reserve: (priority, signal) => (priority === 'bulk' ? lane.reserve(signal, false) : reserveOnce(priority, signal)),
    async slowDown(ms) {
      const nowMs = time.nowMs()
      slowedAtMs = nowMs
      slowUntilMs = Math.max(slowUntilMs, nowMs + Math.min(Math.max(ms, 0), RETRY_AFTER_MAX_MS))
      holdLocal(slowUntilMs)
      // Should this not reach Redis, every later request for a slot brings it along.
      await shared.hold(slowUntilMs - nowMs).catch(() => undefined)
    },
  }
}

function leadMs(priority: Priority): number {
  return priority === 'bulk' ? BULK_LEAD_MS : 0
}

function rulesFor(requestsPerSecond: number): SlotRules {
  return {
    spacingUs: spacingUsFor(requestsPerSecond),
    bulkAheadUs: BULK_AHEAD_MS * 1000,
    interactiveAheadUs: INTERACTIVE_AHEAD_MS * 1000,
    graceUs: GRACE_MS * 1000,
  }
}
