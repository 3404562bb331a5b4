import { expect, test } from 'vitest'
import { daysOf } from './days.ts'

test('events are parted into days as the person’s calendar has them', () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString()
  const days = daysOf([{ at: at(1, 0) }, { at: at(1, 23) }, { at: at(2, 0) }])
  expect(days.map(({ events }) => events.length)).toEqual([2, 1])
  expect(daysOf([])).toEqual([])
})
