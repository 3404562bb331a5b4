import { expect, test } from 'vitest'
import { chartPointsOf } from './chart-points.ts'

test('months stand from the oldest to the newest, and one without a report is a gap and not a zero', () => {
  const reported = [
    { period: '2026-11', users: 9 },
    { period: '2026-09', users: 0 },
  ]
  expect(chartPointsOf(reported, { until: '2026-11', most: 24 })).toEqual([
    { period: '2026-09', users: 0 },
    { period: '2026-10', users: null },
    { period: '2026-11', users: 9 },
  ])
})

test('of many months the newest are shown', () => {
  const reported = Array.from({ length: 30 }, (_, index) => ({
    period: `${2020 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
    users: index,
  }))
  const points = chartPointsOf(reported, { until: '2022-06', most: 24 })
  expect(points).toHaveLength(24)
  expect(points.at(0)?.period).toBe('2020-07')
  expect(points.at(-1)).toEqual({ period: '2022-06', users: 29 })
})

test('where nothing was reported there is nothing to draw', () => {
  expect(chartPointsOf([], { until: '2026-11', most: 24 })).toEqual([])
})
