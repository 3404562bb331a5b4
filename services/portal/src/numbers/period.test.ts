import { expect, test } from 'vitest'
import { isPeriod, shiftPeriod } from './period.ts'

test('a period is a year and a month of it', () => {
  expect(['2026-10', '0999-01'].filter(isPeriod)).toEqual(['2026-10', '0999-01'])
  expect(['2026-00', '2026-13', '2026-1', '26-10', '2026-10-01', 'this-month', ''].filter(isPeriod)).toEqual([])
})

test('months are counted over the turn of the year, both ways', () => {
  expect(shiftPeriod('2026-12', 1)).toBe('2027-01')
  expect(shiftPeriod('2026-01', -1)).toBe('2025-12')
  expect(shiftPeriod('2026-11', -24)).toBe('2024-11')
  expect(shiftPeriod('2026-05', 0)).toBe('2026-05')
})
