import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRateWindow } from './rate-window.ts'

const gapsMs = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 300 })

test('it counts exactly the arrivals of the last 1000 ms, whatever came before', () => {
  fc.assert(
    fc.property(gapsMs, (gaps) => {
      const window = createRateWindow()
      const arrivals: number[] = []
      let nowMs = 0
      for (const gap of gaps) {
        nowMs += gap
        window.add(nowMs)
        arrivals.push(nowMs)
        expect(window.countAt(nowMs)).toBe(arrivals.filter((at) => at > nowMs - 1000).length)
      }
    }),
  )
})

test('after freeInMs there is room, and a millisecond before there is none', () => {
  fc.assert(
    fc.property(gapsMs, fc.integer({ min: 1, max: 20 }), (gaps, limit) => {
      let nowMs = 0
      const window = createRateWindow()
      for (const gap of gaps) {
        nowMs += gap
        window.add(nowMs)
      }
      const waitMs = window.freeInMs(nowMs, limit)
      if (waitMs > 0) expect(window.countAt(nowMs + waitMs - 1)).toBeGreaterThanOrEqual(limit)
      expect(window.countAt(nowMs + waitMs)).toBeLessThan(limit)
    }),
  )
})

test('it forgets what it no longer needs', () => {
  const window = createRateWindow()
  for (let nowMs = 0; nowMs < 100_000; nowMs += 1) {
    window.add(nowMs)
    window.countAt(nowMs)
  }
  expect(window.countAt(99_999)).toBe(1000)
})
