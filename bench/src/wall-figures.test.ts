import { expect, test } from 'vitest'
import { budgetUsed, lateness } from './wall-figures.ts'

const arrivals = (times: number[]) => times.map((startedAtMs) => ({ startedAtMs, answered: 200 }))

test('a call every 10 ms uses all of a budget of 100 a second, and half of one of 200', () => {
  const calls = arrivals(Array.from({ length: 1_001 }, (_, index) => index * 10))
  expect(budgetUsed(calls, 100)).toBeCloseTo(1, 2)
  expect(budgetUsed(calls, 200)).toBeCloseTo(0.5, 2)
})

test('a pause in the middle is seen, one at the very end is not', () => {
  const steady = Array.from({ length: 1_001 }, (_, index) => index * 10)
  expect(budgetUsed(arrivals(steady.filter((time) => time < 4_000 || time > 6_000)), 100)).toBeLessThan(0.8)
  expect(budgetUsed(arrivals(steady.filter((time) => time < 9_600 || time === 10_000)), 100)).toBeCloseTo(1, 2)
})

test('in turns, each partner is done at its fair share; one that waits for a larger one is late', () => {
  expect(
    lateness([
      { counts: 10, lastPlace: 20 },
      { counts: 30, lastPlace: 40 },
    ]),
  ).toEqual([1, 1])
  expect(
    lateness([
      { counts: 10, lastPlace: 40 },
      { counts: 30, lastPlace: 30 },
    ])[0],
  ).toBe(2)
})
