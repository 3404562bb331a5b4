import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Redis } from 'ioredis'
import type { Priority, SlotAnswer, SlotRules } from './slots.ts'
import { SLOTS_SCRIPT } from './slots-script.ts'

const SCRIPT_SHA = createHash('sha1').update(SLOTS_SCRIPT).digest('hex')

const AWAY: ReadonlySet<string> = new Set(['reconnecting', 'close', 'end'])

/** What Redis said, and what its clock showed then. */
export type SharedAnswer = SlotAnswer & { readonly nowUs: number }

/** The slots that the whole fleet shares. */
export interface SharedSlots {
  /** Throws where Redis is away, answers with an error, or takes longer than its time. */
  reserve(priority: Priority, ask: { readonly holdMs: number; readonly slots: number }): Promise<SharedAnswer>
  /** No slot for anybody before `holdMs` from now. Throws as `reserve` does. */
  hold(holdMs: number): Promise<void>
}

/** Redis did not answer in time, or is known to be away. */
class SharedSlotsError extends Error {
  override readonly name = 'SharedSlotsError'
  readonly code = 'shared_slots_unavailable'
}

/** Talks to Redis. A reply that comes after its time costs the fleet that one slot, no more. */
export function createSharedSlots(deps: {
  redis: Redis
  key: string
  rules: SlotRules
  replyTimeoutMs: number
}): SharedSlots {
  const { redis, key, rules } = deps
  const askerId = randomBytes(6).toString('hex')

  async function run(
    op: Priority | 'hold',
    { holdMs, slots }: { holdMs: number; slots: number },
  ): Promise<SharedAnswer> {
    if (AWAY.has(redis.status)) throw new SharedSlotsError(`Redis is away (${redis.status})`)
    const { spacingUs, bulkAheadUs, interactiveAheadUs, graceUs } = rules
    const holdUs = Math.ceil(Math.max(holdMs, 0) * 1000)
    const args = [key, op, askerId, holdUs, spacingUs, bulkAheadUs, interactiveAheadUs, graceUs, slots]
    const reply = await inTime(evaluate(redis, args, deps.replyTimeoutMs), deps.replyTimeoutMs)
    const [nowUs = 0, waitUs = -1, askAgainUs = -1] = reply as number[]
    return waitUs >= 0 ? { nowUs, waitUs } : { nowUs, askAgainUs }
  }

  return {
    reserve: run,
    hold: async (holdMs) => {
      await run('hold', { holdMs, slots: 0 })
    },
  }
}

async function evaluate(redis: Redis, args: (string | number)[], timeoutMs: number): Promise<unknown> {
  // At a process's start the connection is still being made; a client without an offline queue would refuse.
  if (redis.status === 'connecting' || redis.status === 'connect')
    await once(redis, 'ready', { signal: AbortSignal.timeout(timeoutMs) })
  try {
    return await redis.evalsha(SCRIPT_SHA, 1, ...args)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
    return await redis.eval(SLOTS_SCRIPT, 1, ...args)
  }
}

async function inTime<Value>(work: Promise<Value>, timeoutMs: number): Promise<Value> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new SharedSlotsError(`Redis took over ${timeoutMs} ms`)), timeoutMs)
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
