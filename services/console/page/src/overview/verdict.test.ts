import { describe, expect, test } from 'vitest'
import type { Outcomes } from '../api/shapes.ts'
import { settledOf, verdictOf } from './verdict.ts'

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
  kind: 'scheduled' as const,
  expected: 100,
  outcomes: { ...NONE, ...outcomes },
  missing: 0,
  canGoOn: 1,
  finishedAt: null,
  overdue: false,
  deadlineAt: '2026-11-01T13:00:00Z',
  forecastEndAt: '2026-11-01T06:30:00Z',
  ...more,
})
const goesOn: Parameters<typeof verdictOf>[1] = { pauses: [], health: [] }
const stopped = (...pauses: Parameters<typeof verdictOf>[1]['pauses']) => ({ pauses, health: [] })

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
    expect(verdictOf(run({ waiting: 1 }, { overdue: true }), goesOn)).toBe('overdue')
  })

  test('it stands still while sending is stopped for all or for counts, but not for accounts or one partner', () => {
    expect(verdictOf(run({ waiting: 1 }), stopped({ scope: 'billing' }))).toBe('stopped')
    expect(verdictOf(run({ waiting: 1 }), stopped({ scope: 'all' }))).toBe('stopped')
    const others = [{ scope: 'accounts' as const }, { scope: { partnerId: 'p' } }]
    expect(verdictOf(run({ waiting: 1 }), stopped(...others))).toBe('running')
    expect(verdictOf(run({ accepted: 100 }), stopped({ scope: 'all' }))).toBe('complete')
  })

  test('it stands still while some can go and no worker sends', () => {
    const health = [{ part: 'billing workers' as const, state: 'trouble' as const }]
    expect(verdictOf(run({ waiting: 1 }), { pauses: [], health })).toBe('stuck')
    expect(verdictOf(run({ waiting: 1 }, { canGoOn: 0 }), { pauses: [], health })).toBe('held')
  })

  test('some may be left that wait for a key, whether or not the run is over', () => {
    const finishedAt = '2026-11-01T05:50:00Z'
    expect(verdictOf(run({ accepted: 90, waiting: 10 }, { finishedAt }), goesOn)).toBe('held')
    expect(verdictOf(run({ accepted: 90, waiting: 10 }, { canGoOn: 0 }), goesOn)).toBe('held')
  })

  test('what was requested has no deadline to miss', () => {
    const requested = { kind: 'requested' as const, forecastEndAt: '2026-11-22T13:00:00Z' }
    expect(verdictOf(run({ waiting: 1 }, requested), goesOn)).toBe('running')
  })
})

test('what is settled is all but what waits or is being sent', () => {
  expect(settledOf(run({ accepted: 5, failed: 2, waiting: 3, sending: 1 }))).toBe(7)
})
