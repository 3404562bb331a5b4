import { expect, test } from 'vitest'
import { byYear, type Month, mergeMonths, neighboursOf, periodsToPick, runningPeriod } from './months.ts'

const month = (period: string, more: Partial<Month> = {}): Month => ({
  period,
  billableUsers: 0,
  companies: 0,
  sentUsers: 0,
  expected: 0,
  outcomes: null,
  startedAt: null,
  finishedAt: null,
  mappedSince: 0,
  mail: null,
  isOpen: false,
  ...more,
})

test('what is known newest of a month is shown', () => {
  const merged = mergeMonths([month('2026-10', { sentUsers: 9 })], [month('2026-10'), month('2026-09')])
  expect(merged.map(({ period, sentUsers }) => [period, sentUsers])).toEqual([
    ['2026-10', 9],
    ['2026-09', 0],
  ])
  expect(mergeMonths(undefined, undefined)).toEqual([])
})

test('the running month follows the one closed last, whatever the clock of this computer says', () => {
  expect(runningPeriod([month('2026-12', { isOpen: true })], '2031-05')).toBe('2027-01')
  expect(runningPeriod([month('2026-09')], '2026-11')).toBe('2026-11')
})

test('the running month and the one closed last can be picked although nothing is known of them, and none that has not begun', () => {
  expect(periodsToPick([], '2026-01')).toEqual(['2026-01', '2025-12'])
  expect(periodsToPick([month('2026-12'), month('2026-11'), month('2026-08')], '2026-11')).toEqual([
    '2026-11',
    '2026-10',
    '2026-08',
  ])
})

test('from each month there is a way to the one before and the one after', () => {
  const periods = ['2026-11', '2026-10', '2026-08']
  expect(neighboursOf(periods, '2026-11')).toEqual({ earlier: '2026-10', later: undefined })
  expect(neighboursOf(periods, '2026-10')).toEqual({ earlier: '2026-08', later: '2026-11' })
  expect(neighboursOf(periods, '2026-09')).toEqual({ earlier: '2026-08', later: '2026-10' })
  expect(neighboursOf(periods, '2026-08')).toEqual({ earlier: undefined, later: '2026-10' })
})

test('months stand under their years', () => {
  expect(byYear(['2027-01', '2026-12', '2026-11'])).toEqual([
    { year: '2027', periods: ['2027-01'] },
    { year: '2026', periods: ['2026-12', '2026-11'] },
  ])
})
