import { expect, test } from 'vitest'
import { createPaceOver } from '../src/pace-over.ts'
import { holdSlots, reserveSlot, type SlotState } from '../src/slots.ts'
import { createMemorySpare } from './memory-spare.ts'
import { mostInOneSecond } from './most-in-one-second.ts'
import { seededRandom } from './seeded-random.ts'
import { createSimulatedTime } from './simulated-time.ts'

/** A process alone with its budget, whose callers all want one bulk slot now; answers what it asked for, and when each was served. `backMs`: how long each of Redis' answers takes. */
async function serve(
  requestsPerSecond: number,
  callers: number,
  backMs: () => number = () => 0,
): Promise<{ asked: number[]; dueAtMs: number[] }> {
  const time = createSimulatedTime()
  const nowUs = () => Math.floor(time.nowMs() * 1000)
  const asked: number[] = []
  const dueAtMs: number[] = []
  let state: SlotState | null = { nextUs: 0, waiting: [] }
  const pace = createPaceOver({
    key: 'together',
    requestsPerSecond,
    time,
    spare: createMemorySpare(nowUs).reach(async () => undefined),
    shared: (rules) => ({
      async reserve(priority, { holdMs, slots }) {
        const request = { nowUs: nowUs(), priority, askerId: 'one', holdUs: holdMs * 1000, slots }
        const reserved = reserveSlot(state, request, rules)
        state = reserved.state
        if ('waitUs' in reserved.answer) asked.push(slots)
        await time.sleep(backMs())
        return { nowUs: request.nowUs, ...reserved.answer }
      },
      async hold(holdMs) {
        state = holdSlots(state, { nowUs: nowUs(), holdUs: holdMs * 1000 }, rules)
      },
    }),
  })
  for (let caller = 0; caller < callers; caller += 1)
    void pace.take('bulk').then(() => dueAtMs.push(Math.round(time.nowMs())))
  expect(pace.waiting()).toBe(callers)
  await time.runUntil(60_000)
  expect(pace.waiting()).toBe(0)
  return { asked, dueAtMs }
}

test('callers who wait are given slots four at a time, and each its own moment, one after the other', async () => {
  const { asked, dueAtMs } = await serve(100, 11)
  expect(asked).toEqual([1, 4, 4, 2])
  const gaps = dueAtMs.slice(1).map((atMs, place) => atMs - (dueAtMs[place] ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(11)
})

test('a slow budget gives them one by one, so that a person who comes waits for no more than one', async () => {
  const { asked, dueAtMs } = await serve(10, 5)
  expect(asked).toEqual([1, 1, 1, 1, 1])
  expect(dueAtMs).toHaveLength(5)
})

test('answers that often take longer than a sender may be late cost hardly a slot, since quick ones told the time', async () => {
  const random = seededRandom(7)
  const { asked, dueAtMs } = await serve(100, 1_000, () => (random() < 0.3 ? 20 + random() * 20 : random() * 3))
  expect(dueAtMs).toHaveLength(1_000)
  expect(asked.reduce((sum, slots) => sum + slots, 0)).toBeLessThan(1_000 * 1.02)
  expect(mostInOneSecond(dueAtMs)).toBeLessThanOrEqual(100)
})
