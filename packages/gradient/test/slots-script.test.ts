import { createTestRedis, type TestRedis } from '@bridge/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdSlots, reserveSlot, type SlotState } from '../src/slots.ts'
import { SLOTS_SCRIPT } from '../src/slots-script.ts'

const GRACE_US = 20_000

let testRedis: TestRedis
beforeAll(() => {
  testRedis = createTestRedis()
})
afterAll(() => testRedis.close())

function written(state: SlotState): string {
  return `${state.nextUs}|${state.waiting.map(({ id, untilUs }) => `${id}=${untilUs}`).join(',')}`
}

const anyStep = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      op: fc.constantFrom('bulk', 'interactive'),
      asker: fc.constantFrom('a', 'b', 'c1', 'd'),
      slots: fc.constantFrom(1, 1, 2, 5),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('hold'), asker: fc.constant('a'), slots: fc.constant(0) }) },
)

describe('the slots script', () => {
  test('agrees with the rule, step by step, on Redis’ own clock: answer and state', async () => {
    const { redis, prefix } = testRedis
    let granted = 0
    let refused = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(500, 5000, 11_278, 101_500),
        fc.array(
          fc.tuple(
            anyStep,
            fc.constantFrom(0, 0, 0, 7000, 60_000),
            fc.constantFrom(0, 0, 0, -30_000, -400_000_000, 900_000_000),
          ),
          {
            minLength: 5,
            maxLength: 60,
          },
        ),
        async (spacingUs, steps) => {
          const key = `${prefix}:agree`
          await redis.del(key)
          const rules = { spacingUs, bulkAheadUs: 30_000, interactiveAheadUs: 80_000, graceUs: GRACE_US }
          let state: SlotState | null = null
          for (const [{ op, asker, slots }, holdUs, shiftUs] of steps) {
            if (state !== null && shiftUs !== 0) {
              // As if the clock had jumped: the stored times move against it.
              const shifted: SlotState = {
                nextUs: state.nextUs + shiftUs,
                waiting: state.waiting.map(({ id, untilUs }) => ({ id, untilUs: untilUs + shiftUs })),
              }
              state = shifted
              await redis.set(key, written(shifted))
            }
            const reply = await redis.eval(
              SLOTS_SCRIPT,
              1,
              key,
              op,
              asker,
              holdUs,
              spacingUs,
              30_000,
              80_000,
              GRACE_US,
              slots,
            )
            const [nowUs = 0, waitUs = -1, askAgainUs = -1] = reply as number[]
            if (op === 'hold') {
              state = holdSlots(state, { nowUs, holdUs }, rules)
              expect([waitUs, askAgainUs]).toEqual([-1, -1])
            } else {
              const priority = op === 'bulk' ? 'bulk' : 'interactive'
              const expected = reserveSlot(state, { nowUs, priority, askerId: asker, holdUs, slots }, rules)
              state = expected.state
              expect(waitUs >= 0 ? { waitUs } : { askAgainUs }).toEqual(expected.answer)
              if (waitUs >= 0) granted++
              else refused++
            }
            expect(await redis.get(key)).toBe(written(state))
          }
        },
      ),
      { numRuns: 120 },
    )
    expect(granted).toBeGreaterThan(300)
    expect(refused).toBeGreaterThan(500)
  })

  test('a state that it cannot read is as none', async () => {
    const key = `${testRedis.prefix}:broken`
    await testRedis.redis.set(key, 'what is this')
    const reply = await testRedis.redis.eval(
      SLOTS_SCRIPT,
      1,
      key,
      'interactive',
      'a',
      0,
      1000,
      200_000,
      1_000_000,
      1,
      1,
    )
    expect((reply as number[]).slice(1)).toEqual([-1, 1000])
    expect(await testRedis.redis.pttl(key)).toBeGreaterThan(6 * 24 * 3600 * 1000)
  })
})
