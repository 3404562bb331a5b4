import { expect, test } from 'vitest'
import { forecastEnd } from './forecast.ts'

const now = new Date('2026-11-01T06:00:00Z')

test('what is left, at the rate of now', () => {
  expect(forecastEnd({ canGoOn: 900, countsPerSecond: 90, now })).toEqual(new Date('2026-11-01T06:00:10Z'))
  expect(forecastEnd({ canGoOn: 1, countsPerSecond: 0.05, now })).toEqual(new Date('2026-11-01T06:00:20Z'))
})

test('nothing goes on, or nothing is left: there is no forecast', () => {
  expect(forecastEnd({ canGoOn: 900, countsPerSecond: 0, now })).toBeNull()
  expect(forecastEnd({ canGoOn: 0, countsPerSecond: 90, now })).toBeNull()
})
