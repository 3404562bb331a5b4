import { Secret } from '@bridge/vault'
import { expect, test } from 'vitest'
import { createFreePace } from './free-pace.ts'
import { openGradient } from './open-gradient.ts'

test('there is no budget: a hundred calls go at once', async () => {
  const pace = createFreePace()
  const slots = await Promise.all(Array.from({ length: 100 }, () => pace.reserve('bulk')))
  expect(await Promise.all(slots.map((slot) => slot.due()))).toEqual(slots.map(() => true))
})

test('a slow-down is waited for, by a slot that was taken before too, and who gives up leaves', async () => {
  const pace = createFreePace()
  const before = await pace.reserve('bulk')
  const startedMs = performance.now()
  await pace.slowDown(40)
  await Promise.all([before.due(), pace.take('interactive')])
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(39)
  await pace.slowDown(60_000)
  await expect(pace.take('bulk', AbortSignal.timeout(1))).rejects.toThrow()
})

test('towards anybody but this very machine it is refused', () => {
  const open = () =>
    openGradient({
      target: {
        baseUrl: 'https://app.usegradient.com/api',
        vendorApiKey: new Secret('vendor-key'),
        requestsPerSecond: 90,
        pace: 'none',
        timeoutMs: 1_000,
      },
      redisUrl: 'redis://127.0.0.1:1',
      prefix: 'test',
      spare: { exchange: () => Promise.reject(new Error('nobody asks')) },
      clock: { now: () => new Date() },
      onError: () => {},
      onMode: () => {},
    })
  expect(open).toThrow('must be on this machine where GRADIENT_PACE is none')
})
