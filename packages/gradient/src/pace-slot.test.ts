import { expect, test } from 'vitest'
import { createLateness } from './pace-slot.ts'

test('12 ms late is in time, more is not', () => {
  const lateness = createLateness()
  expect(lateness.judge({ lateMs: 12, allowedMs: lateness.allowedMs(), reservedAtMs: 0, nowMs: 12 })).toBe(true)
  expect(lateness.judge({ lateMs: 12.1, allowedMs: lateness.allowedMs(), reservedAtMs: 1, nowMs: 13 })).toBe(false)
})

test.each([13, 40, 80, 300, 499])(
  'senders that are always %i ms late are let through after some misses, never stuck',
  (lateMs) => {
    const lateness = createLateness()
    let nowMs = 0
    const turns = Array.from({ length: 8 }, () => {
      const reservedAtMs = ++nowMs
      const allowedMs = lateness.allowedMs()
      nowMs += lateMs
      return lateness.judge({ lateMs, allowedMs, reservedAtMs, nowMs })
    })
    expect(turns[0]).toBe(false)
    expect(turns.at(-1)).toBe(true)
  },
)

test('one stall counts once, however many slots it made late; one sender in time ends the allowance', () => {
  const lateness = createLateness()
  for (let slot = 0; slot < 18; slot++) {
    lateness.judge({ lateMs: 300, allowedMs: 12, reservedAtMs: 100 + slot / 100, nowMs: 500 + slot })
  }
  expect(lateness.allowedMs()).toBe(24)
  lateness.judge({ lateMs: 1, allowedMs: 24, reservedAtMs: 600, nowMs: 601 })
  expect(lateness.allowedMs()).toBe(12)
})
