import { expect, test } from 'vitest'
import { isOutcome, leftToSend, missingOf, numbersOf, whenOf } from './outcome.ts'

const sentAt = '2026-11-01T05:01:00.000Z'
const settledAt = '2026-11-01T05:02:00.000Z'

test('only the outcomes that there are count as outcomes', () => {
  expect(isOutcome('unmapped')).toBe(true)
  expect(isOutcome('constructor')).toBe(false)
  expect(isOutcome(null)).toBe(false)
})

test('what waits and what is being sent is left to send', () => {
  expect(leftToSend({ waiting: 2, sending: 1, accepted: 7 })).toBe(3)
  expect(leftToSend({})).toBe(0)
})

test('a company that is expected and has no outcome is missed', () => {
  expect(missingOf({ expected: 3, outcomes: { accepted: 1, unmapped: 1 } })).toBe(1)
  expect(missingOf({ expected: 2, outcomes: { accepted: 1, unmapped: 1 } })).toBe(0)
  expect(missingOf({ expected: 0, outcomes: null })).toBe(0)
})

test('a number that Gradient has tells when it was taken', () => {
  expect(whenOf({ outcome: 'accepted', attempts: 1, sentAt, settledAt })).toEqual({ kind: 'sent', at: sentAt })
})

test('where only an older number was taken, its time is not given for the new one', () => {
  expect(whenOf({ outcome: 'waiting', attempts: 1, sentAt, settledAt: null })).toEqual({
    kind: 'older_sent',
    at: sentAt,
  })
  expect(whenOf({ outcome: 'unmapped', attempts: 2, sentAt, settledAt })).toEqual({ kind: 'older_sent', at: sentAt })
})

test('a number that was not taken tells when it was tried last, and one that was never sent tells nothing', () => {
  expect(whenOf({ outcome: 'unmapped', attempts: 1, sentAt: null, settledAt })).toEqual({
    kind: 'tried',
    at: settledAt,
  })
  expect(whenOf({ outcome: 'no_usage', attempts: 0, sentAt: null, settledAt })).toEqual({ kind: 'never' })
  expect(whenOf({ outcome: 'waiting', attempts: 0, sentAt: null, settledAt: null })).toEqual({ kind: 'never' })
})

test('a company without a number, or one that is not sent any more, is no number that Gradient lacks', () => {
  const outcomes = { accepted: 7, unmapped: 2, waiting: 1, no_usage: 5, cancelled: 3, superseded: 1 }
  expect(numbersOf(outcomes)).toEqual({ held: 7, all: 10 })
})
