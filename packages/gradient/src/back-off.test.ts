import { expect, test } from 'vitest'
import { createBackOff } from './back-off.ts'

function start(random = 0) {
  const time = { nowMs: 0 }
  return { time, backOff: createBackOff({ nowMs: () => time.nowMs, random: () => random }) }
}

test('each 429 after the wait doubles it, up to a minute; a success ends that', () => {
  const { time, backOff } = start()
  const waits = Array.from({ length: 9 }, () => {
    const waitMs = backOff.afterRateLimit(null)
    time.nowMs += waitMs
    return waitMs
  })
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000])
  backOff.afterSuccess()
  expect(backOff.afterRateLimit(null)).toBe(1000)
})

test('a volley of 429s counts once, and a success that was sent before the wait changes nothing', () => {
  const { time, backOff } = start()
  for (let volley = 0; volley < 20; volley++) expect(backOff.afterRateLimit(null)).toBe(1000)
  time.nowMs = 500
  backOff.afterSuccess()
  time.nowMs = 2000
  expect(backOff.afterRateLimit(null)).toBe(2000)
})

test('the guess is shortened by up to half, so that not everybody returns at once', () => {
  expect(start(0.999).backOff.afterRateLimit(null)).toBeCloseTo(500, 0)
})

test('what Gradient asks for is kept to, but zero is no invitation to a tight loop', () => {
  expect(start().backOff.afterRateLimit(90_000)).toBe(90_000)
  expect(start().backOff.afterRateLimit(0)).toBe(100)
})
