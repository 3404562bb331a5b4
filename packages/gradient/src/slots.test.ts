import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  holdSlots,
  LATE_MS,
  type Priority,
  reserveSlot,
  type SlotRules,
  type SlotState,
  slotsFor,
  spacingUsFor,
} from './slots.ts'

function rulesFor(requestsPerSecond: number): SlotRules {
  return {
    spacingUs: spacingUsFor(requestsPerSecond),
    bulkAheadUs: 200_000,
    interactiveAheadUs: 400_000,
    graceUs: 1_000_000,
  }
}

/** The most sends in any window of one second (the end of the window is no longer in it). */
function mostInOneSecond(sentAtUs: readonly number[]): number {
  const sorted = sentAtUs.toSorted((a, b) => a - b)
  let most = 0
  let from = 0
  for (const [index, atUs] of sorted.entries()) {
    while ((sorted[from] ?? 0) <= atUs - 1_000_000) from++
    most = Math.max(most, index - from + 1)
  }
  return most
}

const anyStep = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      op: fc.constantFrom<Priority>('bulk', 'bulk', 'interactive'),
      asker: fc.integer({ min: 0, max: 5 }),
      afterUs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40_000 })),
      allowedMs: fc.constantFrom(LATE_MS, LATE_MS, LATE_MS, 24, 96, 768),
      late: fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('hold' as const), holdUs: fc.integer({ min: 0, max: 3_000_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('jump' as const), byUs: fc.integer({ min: 0, max: 5_000_000 }) }),
  },
)

describe('the request budget', () => {
  test('never exceeds its limit in any second, for any interleaving of askers, delays, slow-downs and clock jumps forward', () => {
    const anyRate = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constantFrom(1, 2, 10, 90, 100))
    fc.assert(
      fc.property(anyRate, fc.array(anyStep, { minLength: 50, maxLength: 600, size: 'max' }), (rate, steps) => {
        const rules = rulesFor(rate)
        const sentAtUs: number[] = []
        let state: SlotState | null = null
        let nowUs = 1_790_000_000_000_000
        for (const step of steps) {
          if (step.op === 'jump') nowUs += step.byUs
          else if (step.op === 'hold') state = holdSlots(state, { nowUs, holdUs: step.holdUs }, rules)
          else {
            nowUs += step.afterUs
            const reserved = reserveSlot(
              state,
              {
                nowUs,
                priority: step.op,
                askerId: String(step.asker),
                holdUs: 0,
                slots: slotsFor(step.allowedMs, rules.spacingUs),
              },
              rules,
            )
            state = reserved.state
            if ('waitUs' in reserved.answer)
              sentAtUs.push(nowUs + reserved.answer.waitUs + step.allowedMs * 1000 * step.late)
          }
        }
        expect(mostInOneSecond(sentAtUs)).toBeLessThanOrEqual(rate)
      }),
      { numRuns: 300 },
    )
  })

  test.each([1, 2, 7, 10, 90, 100, 1000])('%i askers and more keep it used: at least 98 % of the rate', (rate) => {
    const rules = rulesFor(rate)
    let state: SlotState | null = { nextUs: 0, waiting: [] }
    let nowUs = 0
    let granted = 0
    while (nowUs < 60_000_000) {
      const { state: after, answer } = reserveSlot(
        state,
        { nowUs, priority: 'bulk', askerId: 'a', holdUs: 0, slots: 1 },
        rules,
      )
      state = after
      if ('waitUs' in answer) granted++
      else nowUs += answer.askAgainUs
    }
    expect(granted).toBeGreaterThanOrEqual(Math.floor(60 * rate * 0.98))
  })

  test('a process that asks again when it was told to is served then, whatever the others do', () => {
    const anyVisit = fc.record({ asker: fc.integer({ min: 0, max: 7 }), afterUs: fc.integer({ min: 0, max: 30_000 }) })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 120 }),
        fc.array(anyVisit, { minLength: 1, maxLength: 300 }),
        (rate, visits) => {
          const rules = rulesFor(rate)
          let state: SlotState | null = { nextUs: 0, waiting: [] }
          let nowUs = 0
          const promised = new Map<string, number>()
          const ask = (askerId: string, atUs: number) => {
            const reserved = reserveSlot(state, { nowUs: atUs, priority: 'bulk', askerId, holdUs: 0, slots: 1 }, rules)
            state = reserved.state
            if ('waitUs' in reserved.answer) {
              promised.delete(askerId)
              expect(reserved.answer.waitUs).toBeLessThanOrEqual(rules.bulkAheadUs)
              return
            }
            promised.set(askerId, atUs + reserved.answer.askAgainUs)
          }
          for (const { asker, afterUs } of visits) {
            const untilUs = nowUs + afterUs
            for (;;) {
              const next = [...promised].toSorted((a, b) => a[1] - b[1])[0]
              if (next === undefined || next[1] > untilUs) break
              const [id, atUs] = next
              const capped = state !== null && state.nextUs - atUs > 1_000_000
              ask(id, atUs)
              if (!capped && rate >= 10) expect(promised.has(id)).toBe(false)
            }
            nowUs = untilUs
            if (!promised.has(String(asker))) ask(String(asker), nowUs)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  test('an interactive call waits for what bulk has reserved, 200 ms and one slot, and for nothing more', () => {
    const rules = rulesFor(90)
    let state: SlotState | null = { nextUs: 0, waiting: [] }
    for (let turn = 0; turn < 500; turn++) {
      state = reserveSlot(
        state,
        { nowUs: 0, priority: 'bulk', askerId: String(turn % 20), holdUs: 0, slots: 1 },
        rules,
      ).state
    }
    const { answer } = reserveSlot(
      state,
      { nowUs: 0, priority: 'interactive', askerId: 'p', holdUs: 0, slots: 1 },
      rules,
    )
    expect('waitUs' in answer && answer.waitUs).toBeGreaterThan(180_000)
    expect('waitUs' in answer && answer.waitUs).toBeLessThanOrEqual(200_000 + rules.spacingUs)
  })

  test('a process that died while waiting holds up nobody for longer than its grace', () => {
    const rules = rulesFor(1)
    let state: SlotState | null = { nextUs: 1_000_000, waiting: [{ id: 'dead', untilUs: 1_500_000 }] }
    const first = reserveSlot(state, { nowUs: 1_000_000, priority: 'bulk', askerId: 'b', holdUs: 0, slots: 1 }, rules)
    expect(first.answer).toEqual({ askAgainUs: 815_000 })
    state = first.state
    const second = reserveSlot(state, { nowUs: 1_815_000, priority: 'bulk', askerId: 'b', holdUs: 0, slots: 1 }, rules)
    expect(second.answer).toEqual({ waitUs: 0 })
  })

  test('a hold keeps everybody off for its time; a shorter one after it changes nothing', () => {
    const rules = rulesFor(10)
    let state = holdSlots({ nextUs: 0, waiting: [] }, { nowUs: 1000, holdUs: 300_000 }, rules)
    state = holdSlots(state, { nowUs: 2000, holdUs: 100_000 }, rules)
    expect(state.nextUs).toBe(301_000)
    const interactive = reserveSlot(
      state,
      { nowUs: 2000, priority: 'interactive', askerId: 'p', holdUs: 0, slots: 1 },
      rules,
    )
    expect(interactive.answer).toEqual({ waitUs: 299_000 })
    const far = holdSlots(state, { nowUs: 2000, holdUs: 600_000_000 }, rules)
    const asked = reserveSlot(far, { nowUs: 2000, priority: 'interactive', askerId: 'p', holdUs: 0, slots: 1 }, rules)
    expect(asked.answer).toEqual({ askAgainUs: 1_000_000 })
  })

  test.each(['bulk', 'interactive'] as const)(
    'emptied at any moment, it begins again after everything that may have been reserved: %s',
    (priority) => {
      const rules = rulesFor(90)
      for (let emptiedAtUs = 0; emptiedAtUs < 2_000_000; emptiedAtUs += 37_000) {
        let state: SlotState | null = null
        const sentAtUs: number[] = []
        for (let nowUs = 0; nowUs < 4_000_000; nowUs += 1000) {
          if (nowUs === emptiedAtUs) state = null
          const reserved = reserveSlot(state, { nowUs, priority, askerId: 'a', holdUs: 0, slots: 1 }, rules)
          state = reserved.state
          if ('waitUs' in reserved.answer) sentAtUs.push(nowUs + reserved.answer.waitUs)
        }
        expect(mostInOneSecond(sentAtUs)).toBeLessThanOrEqual(90)
        expect(sentAtUs.length).toBeGreaterThan(250)
      }
    },
  )

  test('a state from a clock that was set back is forgotten', () => {
    const rules = rulesFor(90)
    const state = { nextUs: 3_600_000_000, waiting: [] }
    const { answer } = reserveSlot(state, { nowUs: 0, priority: 'bulk', askerId: 'a', holdUs: 0, slots: 1 }, rules)
    expect(answer).toEqual({ askAgainUs: rules.interactiveAheadUs + rules.spacingUs - rules.bulkAheadUs })
  })

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('%d requests per second is refused', (rate) => {
    expect(() => spacingUsFor(rate)).toThrow(RangeError)
  })

  test('a rate below one a second is spaced out further', () => {
    expect(spacingUsFor(0.5)).toBe(2_030_000)
    expect(spacingUsFor(90)).toBe(11_278)
  })
})
