import { expect, test } from 'vitest'
import { countOf, groupsOf, isOutcome, OUTCOMES, openOf, troubleOf } from './outcome.ts'

const one = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 1]))

test('every outcome is counted once, and belongs to one group', () => {
  expect(countOf(one)).toBe(OUTCOMES.length)
  expect(groupsOf(one)).toEqual({ accepted: 1, unmapped: 1, trouble: 2, open: 2, quiet: 3 })
})

test('what is on its way and what is in trouble are told apart', () => {
  expect(openOf({ waiting: 3, sending: 1, failed: 9 })).toBe(4)
  expect(troubleOf({ failed: 2, refused: 1, waiting: 9 })).toBe(3)
})

test('only an outcome is one', () => {
  expect(isOutcome('no_usage')).toBe(true)
  expect(isOutcome('missing')).toBe(false)
  expect(isOutcome(null)).toBe(false)
})
