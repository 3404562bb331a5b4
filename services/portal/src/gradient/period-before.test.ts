import { expect, test } from 'vitest'
import { periodBefore } from './period-before.ts'

test('a run bills the month before, by the billing calendar', () => {
  expect(periodBefore('2026-12-01T06:00:00Z', 'America/New_York')).toBe('2026-11')
  expect(periodBefore('2026-10-01T05:00:00Z', 'America/New_York')).toBe('2026-09')
})

test('in January that is December of the year before', () => {
  expect(periodBefore('2027-01-01T06:00:00Z', 'America/New_York')).toBe('2026-12')
})

test('the month is that of the zone, not of UTC', () => {
  expect(periodBefore('2026-11-30T16:00:00Z', 'Asia/Tokyo')).toBe('2026-11')
  expect(periodBefore('2026-12-01T03:00:00Z', 'America/New_York')).toBe('2026-10')
})
