import { describe, expect, test } from 'vitest'
import type { Outcomes } from '../api/shapes.ts'
import { settledOf, verdictOf } from './verdict.ts'

const now = new Date('2026-11-01T06:00:00Z')
const NONE: Outcomes = {
  accepted: 0,
  unmapped: 0,
  no_usage: 0,
  failed: 0,
  refused: 0,
  sending: 0,
  waiting: 0,
  cancelled: 0,
  superseded: 0,
}
const run = (outcomes: Partial<Outcomes>, more: Partial<Parameters<typeof verdictOf>[0]> = {}) => ({
  expected: 100,
  outcomes: { ...NONE, ...outcomes },
  missing: 0,
  finishedAt: null,
  deadlineAt: '2026-11-01T13:00:00Z',
  forecastEndAt: '2026-11-01T06:30:00Z',
  ...more,
})
const goesOn = { pauses: [], now }

describe('whether the month is complete', () => {
  test('it is, when all have their outcome and none needs an operator; what the partner has to do is no trouble', () => {
    expect(verdictOf(run({ accepted: 90, unmapped: 6, no_usage: 4 }), goesOn)).toBe('complete')
  })

  test('it is, with trouble, when some failed or were refused', () => {
    expect(verdictOf(run({ accepted: 99, failed: 1 }), goesOn)).toBe('complete_with_trouble')
    expect(verdictOf(run({ accepted: 99, refused: 1 }), goesOn)).toBe('complete_with_trouble')
  })

  test('it is never while one push is missing, or one too many', () => {
    expect(verdictOf(run({ accepted: 99 }, { missing: 1 }), goesOn)).toBe('missing')
    expect(verdictOf(run({ accepted: 101 }, { missing: -1 }), goesOn)).toBe('missing')
  })

  test('it is not while some are on their way', () => {
    expect(verdictOf(run({ accepted: 60, waiting: 30, sending: 10 }), goesOn)).toBe('running')
    expect(verdictOf(run({}, { expected: 0 }), goesOn)).toBe('planning')
  })

  test('it will be too late, when the forecast lies after the deadline, and is when the deadline is over', () => {
    expect(verdictOf(run({ waiting: 100 }, { forecastEndAt: '2026-11-01T13:00:01Z' }), goesOn)).toBe('late')
    expect(verdictOf(run({ waiting: 1 }), { pauses: [], now: new Date('2026-11-01T13:00:01Z') })).toBe('overdue')
  })

  test('it stands still while sending is stopped for all or for counts, but not for accounts or one partner', () => {
    expect(verdictOf(run({ waiting: 1 }), { pauses: [{ scope: 'billing' }], now })).toBe('stopped')
    expect(verdictOf(run({ waiting: 1 }), { pauses: [{ scope: 'all' }], now })).toBe('stopped')
    const others = [{ scope: 'accounts' as const }, { scope: { partnerId: 'p' } }]
    expect(verdictOf(run({ waiting: 1 }), { pauses: others, now })).toBe('running')
    expect(verdictOf(run({ accepted: 100 }), { pauses: [{ scope: 'all' }], now })).toBe('complete')
  })

  test('a run that is over may leave some that wait for a key', () => {
    const finishedAt = '2026-11-01T05:50:00Z'
    expect(verdictOf(run({ accepted: 90, waiting: 10 }, { finishedAt }), goesOn)).toBe('held')
  })
})

test('what is settled is all but what waits or is being sent', () => {
  expect(settledOf(run({ accepted: 5, failed: 2, waiting: 3, sending: 1 }))).toBe(7)
})
