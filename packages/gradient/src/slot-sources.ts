import { randomBytes } from 'node:crypto'
import { createClockBounds } from './clock-bounds.ts'
import type { PaceTime } from './pace-slot.ts'
import { createRedisReach } from './redis-reach.ts'
import type { SharedSlots } from './shared-slots.ts'
import type { Priority, SlotRules } from './slots.ts'
import { decideSpare, SHARED_VALID_MS, type SpareAnswer, type SpareAsk, type SpareSlots } from './spare-slots.ts'

/** Who gives this process its slots. */
export type PaceMode = 'redis' | 'postgres'

/** Both places that give slots, as one: at any moment one of them does, for the whole fleet. */
export interface SlotSources {
  /** Never rejects: where neither place answers there is nothing yet, and one asks again. */
  ask(priority: Priority, want: { readonly holdMs: number; readonly slots: number }): Promise<SourceAnswer>
  /** No slot for anybody before `holdMs` from now, in both. Rejects where neither could be told. */
  hold(holdMs: number): Promise<void>
}

/** A slot on this process's clock: its moment lies between the two times. `isGood` is asked at the moment of sending. */
export type SourceAnswer =
  | { readonly earliestMs: number; readonly dueAtMs: number; readonly isGood: () => boolean }
  | { readonly askAgainMs: number }

/** A look whether the spare row is closed is renewed at this age while slots are asked for. */
const LOOK_EVERY_MS = 500
/** At this age it is waited for. */
const LOOK_MUST_MS = 1000
const AFTER_SHARED_ERROR_MS = 250
const AFTER_SPARE_ERROR_MS = 500

/**
 * Asks Redis for slots while it can be reached by everybody, else Postgres, where the rule is `decideSpare`. A process that has not seen
 * lately that the spare row is closed takes nothing from Redis and sends nothing on what it has from there.
 */
export function createSlotSources(deps: {
  shared: SharedSlots
  spare: SpareSlots
  key: string
  rules: SlotRules
  time: PaceTime
  onMode?: ((mode: PaceMode, cause: Error | null) => void) | undefined
}): SlotSources {
  const { shared, time } = deps
  const askerId = randomBytes(6).toString('hex')
  const boundsOfRedis = createClockBounds()
  const reach = createRedisReach({ nowMs: () => time.nowMs(), probe: () => shared.hold(0) })
  let mode: PaceMode = 'redis'
  let closed = { seenAtMs: Number.NEGATIVE_INFINITY, holdUntilMs: 0 }
  let looking: Promise<unknown> | null = null

  function enter(next: PaceMode, cause: Error | null): void {
    if (mode === next) return
    mode = next
    deps.onMode?.(next, cause)
  }

  /** Asks the row; when it is closed, remembers so, from before it was asked. */
  async function askRow(ask: SpareAsk): Promise<{ answer: SpareAnswer; readAtMs: number; ageMs: number }> {
    const beganAtMs = time.nowMs()
    let readAtMs = beganAtMs
    let ageMs = 0
    const answer = await deps.spare.exchange(deps.key, (row) => {
      readAtMs = time.nowMs()
      ageMs = row.ageMs
      return decideSpare(row, ask, deps.rules)
    })
    if ('closedForUs' in answer) closed = { seenAtMs: beganAtMs, holdUntilMs: readAtMs + answer.closedForUs / 1000 }
    return { answer, readAtMs, ageMs }
  }

  /** One look at a time. Rejects where Postgres does not answer. */
  function look(): Promise<unknown> {
    looking ??= askRow({ op: 'look' })
      .then(({ answer }) => 'inUse' in answer && enter('postgres', null))
      .finally(() => {
        looking = null
      })
    return looking
  }

  function sharedIsGood(): boolean {
    return mode === 'redis' && time.nowMs() - closed.seenAtMs < SHARED_VALID_MS
  }

  async function askShared(priority: Priority, want: { holdMs: number; slots: number }): Promise<SourceAnswer> {
    const ageMs = time.nowMs() - closed.seenAtMs
    if (ageMs > LOOK_MUST_MS) await look().catch(() => undefined)
    else if (ageMs > LOOK_EVERY_MS) look().catch(() => undefined)
    if (!sharedIsGood()) return { askAgainMs: mode === 'redis' ? AFTER_SPARE_ERROR_MS : 0 }
    const askedAtMs = time.nowMs()
    try {
      const holdMs = Math.max(want.holdMs, closed.holdUntilMs - askedAtMs)
      const answer = await shared.reserve(priority, { holdMs, slots: want.slots })
      reach.answered()
      // Redis read its clock after we asked and before the answer came.
      const ahead = boundsOfRedis({ askedAtMs, answeredAtMs: time.nowMs(), otherMs: answer.nowUs / 1000 })
      if (!('waitUs' in answer)) return { askAgainMs: answer.askAgainUs / 1000 }
      const slotMs = (answer.nowUs + answer.waitUs) / 1000
      return { earliestMs: slotMs + ahead.leastMs, dueAtMs: slotMs + ahead.mostMs, isGood: sharedIsGood }
    } catch (error) {
      reach.failed(error, askedAtMs)
      return { askAgainMs: AFTER_SHARED_ERROR_MS }
    }
  }

  async function askSpare(
    priority: Priority,
    want: { holdMs: number; slots: number },
    renew: boolean,
  ): Promise<SourceAnswer> {
    reach.tryAgain()
    const holdUs = Math.ceil(want.holdMs * 1000)
    try {
      const asked = await askRow({ op: 'slot', renew, priority, askerId, holdUs, slots: want.slots })
      const { answer, readAtMs, ageMs } = asked
      if ('closedForUs' in answer) enter('redis', null)
      if ('askAgainUs' in answer) return { askAgainMs: answer.askAgainUs / 1000 }
      if (!('waitUs' in answer)) return { askAgainMs: 0 }
      const dueAtMs = readAtMs + answer.waitUs / 1000
      return { earliestMs: dueAtMs - ageMs, dueAtMs, isGood: () => true }
    } catch {
      return { askAgainMs: AFTER_SPARE_ERROR_MS }
    }
  }

  return {
    ask(priority, want) {
      const away = reach.away()
      if (away !== null) enter('postgres', away.cause)
      return mode === 'postgres' ? askSpare(priority, want, away !== null) : askShared(priority, want)
    },
    async hold(holdMs) {
      await Promise.any([shared.hold(holdMs), askRow({ op: 'hold', holdUs: Math.ceil(holdMs * 1000) })])
    },
  }
}
