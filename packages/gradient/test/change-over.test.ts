import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPaceOver } from '../src/pace-over.ts'
import type { Priority, SlotState } from '../src/slots.ts'
import { holdSlots, reserveSlot } from '../src/slots.ts'
import { createMemorySpare } from './memory-spare.ts'
import { mostInOneSecond } from './most-in-one-second.ts'
import { seededRandom } from './seeded-random.ts'
import { createSimulatedTime, type SimulatedTime } from './simulated-time.ts'

/** At which a process takes three slots at once. */
const RATE = 80
const KEY = 'budget'
/** Of the budget, while it is all used: what the spacing and a few slots that are given up leave. */
const USED = 0.9

/** From when to when a process cannot reach Redis, or Postgres. */
interface CutOff {
  readonly process: number
  readonly from: 'redis' | 'postgres'
  readonly atMs: number
  readonly forMs: number
}

interface Run {
  readonly processes: number
  readonly cutOffs: readonly CutOff[]
  readonly redisEmptiedAtMs: readonly number[]
  readonly slowDownsAtMs: readonly number[]
  readonly untilMs: number
  /** How often, from 0 to 1, a journey to Redis or Postgres takes up to a second and a half. */
  readonly stalls?: number
  /** 0 to 1. */
  readonly random: () => number
}

/** Simulates a fleet of several processes, each with its cut-offs, over the true pace. Returns when slots were sent on, in milliseconds. */
async function simulate(run: Run) {
  const time: SimulatedTime = createSimulatedTime()
  const spare = createMemorySpare(() => Math.floor(time.nowMs() * 1000) + 7_000_000_000)
  const redisNowUs = () => Math.floor(time.nowMs() * 1000) + 3_000_000_000
  const emptied = [...run.redisEmptiedAtMs]
  let shared: SlotState | null = null
  const stop = new AbortController()
  const sent: { atMs: number; process: number }[] = []
  const waits: { atMs: number; waitedMs: number }[] = []
  const modes: string[] = []

  const isCut = (process: number, from: CutOff['from']) =>
    run.cutOffs.some((cut) => {
      const nowMs = time.nowMs()
      return cut.process === process && cut.from === from && nowMs >= cut.atMs && nowMs < cut.atMs + cut.forMs
    })
  /** A journey of up to 3 ms, and now and then a far longer one. */
  const travel = () => time.sleep(run.random() < (run.stalls ?? 0.001) ? run.random() * 1500 : run.random() * 3)

  const startProcess = (process: number) => {
    const toRedis = async () => {
      if (isCut(process, 'redis')) {
        if (run.random() < 0.5) await time.sleep(500)
        throw new Error('Redis is away')
      }
      await travel()
      while (emptied.length > 0 && time.nowMs() >= (emptied[0] ?? 0)) {
        emptied.shift()
        shared = null
      }
    }
    const pace = createPaceOver({
      key: KEY,
      requestsPerSecond: RATE,
      time,
      onMode: (mode) => modes.push(`${Math.round(time.nowMs())} ${process} ${mode}`),
      spare: spare.reach(async () => {
        await travel()
        if (isCut(process, 'postgres')) throw new Error('Postgres is away')
      }),
      shared: (rules) => ({
        async reserve(priority, { holdMs, slots }) {
          await toRedis()
          const holdUs = Math.ceil(Math.max(holdMs, 0) * 1000)
          const nowUs = redisNowUs()
          const ask = { nowUs, priority, askerId: String(process), holdUs, slots }
          const { state, answer } = reserveSlot(shared, ask, rules)
          shared = state
          await travel()
          return { nowUs, ...answer }
        },
        async hold(holdMs) {
          await toRedis()
          shared = holdSlots(shared, { nowUs: redisNowUs(), holdUs: Math.ceil(holdMs * 1000) }, rules)
          await travel()
        },
      }),
    })
    const caller = async (priority: Priority, everyMs: number) => {
      while (!stop.signal.aborted) {
        const askedAtMs = time.nowMs()
        await pace.take(priority, stop.signal)
        const atMs = time.nowMs()
        sent.push({ atMs, process })
        if (priority === 'interactive') waits.push({ atMs, waitedMs: atMs - askedAtMs })
        await time.sleep(everyMs)
      }
    }
    for (let count = 0; count < 3; count++) caller('bulk', 0).catch(() => undefined)
    caller('interactive', 700).catch(() => undefined)
    return pace
  }
  const paces = Array.from({ length: run.processes }, (_, process) => startProcess(process))
  for (const [index, atMs] of run.slowDownsAtMs.entries()) {
    void time.sleep(atMs).then(() => paces[index % paces.length]?.slowDown(1500))
  }
  await time.runUntil(run.untilMs)
  stop.abort()
  return { sent, atMs: sent.map(({ atMs }) => atMs), modes, waits }
}

function sentBetween(atMs: readonly number[], fromMs: number, untilMs: number): number {
  return atMs.filter((at) => at >= fromMs && at < untilMs).length
}

const anyCutOff = fc.record<CutOff>({
  process: fc.integer({ min: 0, max: 2 }),
  from: fc.constantFrom('redis', 'redis', 'postgres'),
  atMs: fc.integer({ min: 0, max: 30_000 }),
  forMs: fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 3000, max: 15_000 })),
})

describe('the fleet’s budget over two places, in simulated time', () => {
  test('whoever is cut off from Redis or Postgres, whenever and for how long: no second ever holds more than the limit', {
    timeout: 120_000,
  }, async () => {
    let changes = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCutOff, { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 1 }),
        fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 1 }),
        fc.constantFrom(0, 0.01, 0.1),
        fc.integer(),
        async (cutOffs, redisEmptiedAtMs, slowDownsAtMs, stalls, seed) => {
          const random = seededRandom(seed)
          const run = { processes: 3, cutOffs, redisEmptiedAtMs, slowDownsAtMs, stalls, untilMs: 40_000, random }
          const { atMs, modes } = await simulate(run)
          changes += modes.length
          expect(mostInOneSecond(atMs)).toBeLessThanOrEqual(RATE)
        },
      ),
      { numRuns: 60 },
    )
    expect(changes).toBeGreaterThan(100)
  })

  test.each([
    ['the whole fleet', [0, 1, 2]],
    ['one process alone', [1]],
  ])(
    'a minute without Redis for %s: after the change-over the budget is used to the full, and by everybody',
    async (_who, cut) => {
      const cutOffs = cut.map((process) => ({ process, from: 'redis' as const, atMs: 10_000, forMs: 60_000 }))
      const run = {
        processes: 3,
        cutOffs,
        redisEmptiedAtMs: [],
        slowDownsAtMs: [],
        untilMs: 90_000,
        random: seededRandom(1),
      }
      const { sent, atMs, modes } = await simulate(run)
      expect(sentBetween(atMs, 15_000, 70_000)).toBeGreaterThan(55 * RATE * USED)
      for (const process of [0, 1, 2]) {
        const own = sent.filter((one) => one.process === process).map((one) => one.atMs)
        expect(sentBetween(own, 15_000, 70_000)).toBeGreaterThan((55 * RATE) / 3 / 1.6)
        expect(modes.filter((change) => change.split(' ')[1] === String(process))).toHaveLength(2)
      }
      expect(sentBetween(atMs, 10_000, 15_000)).toBeGreaterThan(RATE)
      expect(sentBetween(atMs, 80_000, 90_000)).toBeGreaterThan(10 * RATE * USED)
      expect(mostInOneSecond(atMs)).toBeLessThanOrEqual(RATE)
    },
  )

  test('Redis away for less than a second is no reason to change over', async () => {
    const cutOffs = [0, 1, 2].map((process) => ({ process, from: 'redis' as const, atMs: 10_000, forMs: 700 }))
    const run = { processes: 3, cutOffs, redisEmptiedAtMs: [], slowDownsAtMs: [], untilMs: 20_000, random: () => 0.6 }
    const { modes, atMs } = await simulate(run)
    expect(modes).toEqual([])
    expect(sentBetween(atMs, 12_000, 20_000)).toBeGreaterThan(8 * RATE * USED)
  })

  test('without Postgres no slot is given by Redis either, but for what was seen in the last two seconds', async () => {
    const cutOffs = [0, 1, 2].map((process) => ({ process, from: 'postgres' as const, atMs: 10_000, forMs: 20_000 }))
    const run = { processes: 3, cutOffs, redisEmptiedAtMs: [], slowDownsAtMs: [], untilMs: 40_000, random: () => 0.6 }
    const { atMs, modes } = await simulate(run)
    expect(modes).toEqual([])
    expect(sentBetween(atMs, 12_010, 30_000)).toBe(0)
    expect(sentBetween(atMs, 31_000, 40_000)).toBeGreaterThan(9 * RATE * USED)
  })

  test.each([
    ['Redis', []],
    ['Postgres', [{ process: 1, from: 'redis', atMs: 1000, forMs: 30_000 }]],
  ] satisfies [string, CutOff[]][])('a slow-down holds the fleet while %s gives the slots', async (_where, cutOffs) => {
    const random = seededRandom(4)
    const { atMs } = await simulate({
      processes: 3,
      cutOffs,
      redisEmptiedAtMs: [],
      slowDownsAtMs: [12_000],
      untilMs: 20_000,
      random,
    })
    expect(sentBetween(atMs, 10_000, 12_000)).toBeGreaterThan(2 * RATE * USED)
    expect(sentBetween(atMs, 12_250, 13_500)).toBe(0)
    expect(sentBetween(atMs, 14_000, 20_000)).toBeGreaterThan(6 * RATE * USED)
  })

  test('an interactive call waits for no more than what bulk reserved, also while Postgres gives the slots', async () => {
    const cutOffs: CutOff[] = [{ process: 1, from: 'redis', atMs: 1000, forMs: 30_000 }]
    const random = () => 0.6
    const { waits } = await simulate({
      processes: 3,
      cutOffs,
      redisEmptiedAtMs: [],
      slowDownsAtMs: [],
      untilMs: 20_000,
      random,
    })
    const later = waits.filter(({ atMs }) => atMs > 8000)
    expect(later.length).toBeGreaterThan(30)
    for (const { waitedMs } of later) expect(waitedMs).toBeLessThan(300)
  })
})
