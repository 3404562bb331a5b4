import { setTimeout as sleep } from 'node:timers/promises'
import { createBulkLane } from './bulk-lane.ts'
import type { Pace, PaceOptions } from './pace.ts'
import { createLateness, type PaceSlot, type PaceTime } from './pace-slot.ts'
import { RETRY_AFTER_MAX_MS } from './retry-after.ts'
import type { SharedSlots } from './shared-slots.ts'
import { createSlotSources, type SourceAnswer } from './slot-sources.ts'
import { type Priority, type SlotRules, slotsFor, spacingUsFor } from './slots.ts'

const BULK_AHEAD_MS = 200
/** A bulk slot is at least this far ahead, also when nothing else goes on, so that its caller has the time to claim its work. Costs no budget. */
const BULK_LEAD_MS = 25
/** Further than bulk, so that a person comes first; no further than needed, since an emptied Redis makes the fleet wait for so long. */
const INTERACTIVE_AHEAD_MS = 400
const GRACE_MS = 1000
/** Bulk slots that one asks for at once lie within so long, so that a person still comes first, and no process sits on more than its part. */
const TOGETHER_MS = 50
/** So many at the most, since a process that dies takes them along. */
const TOGETHER = 4

const systemTime: PaceTime = {
  nowMs: () => performance.now(),
  sleep: (ms, signal) => sleep(Math.max(Math.ceil(ms), 0), undefined, signal ? { signal } : {}),
}

/** The pace over any keeper of shared slots, and any time. */
export function createPaceOver(
  options: Omit<PaceOptions, 'redis'> & { shared: (rules: SlotRules) => SharedSlots; time?: PaceTime },
): Pace {
  const time = options.time ?? systemTime
  const rules = rulesFor(options.requestsPerSecond)
  const sources = createSlotSources({ ...options, rules, time, shared: options.shared(rules) })
  const lateness = createLateness()
  const lane = createBulkLane((most) => reserveSome('bulk', most))

  let slowUntilMs = Number.NEGATIVE_INFINITY
  let slowedAtMs = Number.NEGATIVE_INFINITY

  /** Slots one after the other, in one ask: what it takes together is what so many asks would. */
  async function reserveSome(priority: Priority, most: number, signal?: AbortSignal): Promise<PaceSlot[]> {
    for (;;) {
      signal?.throwIfAborted()
      const allowedMs = lateness.allowedMs()
      const slots = slotsFor(allowedMs, rules.spacingUs)
      const eachMs = (slots * rules.spacingUs) / 1000
      const count = Math.max(1, Math.min(most, TOGETHER, Math.floor(TOGETHER_MS / eachMs)))
      // A slow-down of its own is brought along, should the place that gives the slots not have heard of it.
      const holdMs = Math.max(slowUntilMs - time.nowMs(), priority === 'bulk' ? BULK_LEAD_MS : 0)
      const answer = await orAborted(sources.ask(priority, { holdMs, slots: slots * count }), signal)
      if ('dueAtMs' in answer) {
        const after = (ms: number) => ({ ...answer, earliestMs: answer.earliestMs + ms, dueAtMs: answer.dueAtMs + ms })
        return Array.from({ length: count }, (_, place) => createSlot(after(place * eachMs), allowedMs))
      }
      await time.sleep(answer.askAgainMs, signal)
    }
  }

  async function reserveOne(priority: Priority, signal?: AbortSignal): Promise<PaceSlot> {
    const [slot] = await reserveSome(priority, 1, signal)
    return slot as PaceSlot
  }

  function createSlot(answer: Extract<SourceAnswer, { dueAtMs: number }>, allowedMs: number): PaceSlot {
    const reservedAtMs = time.nowMs()
    let used = false
    return {
      async due(signal) {
        if (used) return false
        for (let leftMs = answer.dueAtMs - time.nowMs(); leftMs > 0; leftMs = answer.dueAtMs - time.nowMs()) {
          await time.sleep(leftMs, signal)
        }
        signal?.throwIfAborted()
        used = true
        const nowMs = time.nowMs()
        if (reservedAtMs <= slowedAtMs && nowMs < slowUntilMs) return false
        if (!answer.isGood()) return false
        return lateness.judge({ lateMs: nowMs - answer.earliestMs, allowedMs, reservedAtMs, nowMs })
      },
    }
  }

  async function take(priority: Priority, signal?: AbortSignal): Promise<PaceSlot> {
    for (let again = false; ; again = true) {
      const slot = priority === 'bulk' ? await lane.reserve(signal, again) : await reserveOne(priority, signal)
      if (await slot.due(signal)) return slot
    }
  }

  return {
    take,
    reserve: (priority, signal) => (priority === 'bulk' ? lane.reserve(signal, false) : reserveOne(priority, signal)),
    waiting: () => lane.waiting(),
    async slowDown(ms) {
      const nowMs = time.nowMs()
      slowedAtMs = nowMs
      slowUntilMs = Math.max(slowUntilMs, nowMs + Math.min(Math.max(ms, 0), RETRY_AFTER_MAX_MS))
      await sources.hold(slowUntilMs - nowMs).catch(() => undefined)
    },
  }
}

/** Whoever gives up waits for nothing any more, also where a server has stopped answering. */
async function orAborted<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return work
  const { promise, reject } = Promise.withResolvers<never>()
  const leave = () => reject(signal.reason)
  signal.addEventListener('abort', leave, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

function rulesFor(requestsPerSecond: number): SlotRules {
  return {
    spacingUs: spacingUsFor(requestsPerSecond),
    bulkAheadUs: BULK_AHEAD_MS * 1000,
    interactiveAheadUs: INTERACTIVE_AHEAD_MS * 1000,
    graceUs: GRACE_MS * 1000,
  }
}
