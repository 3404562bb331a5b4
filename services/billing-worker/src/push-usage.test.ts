import fc from 'fast-check'
import { expect, test } from 'vitest'
import { claimMsFor } from './push-usage.ts'

test('the latest end of a call is half of its time limit before the end of its claim, whatever the limit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 300_000 }), (timeoutMs) => {
      const { marginMs, claimMs } = claimMsFor(timeoutMs)
      expect(marginMs).toBeLessThan(timeoutMs)
      expect(claimMs - (marginMs + timeoutMs)).toBeGreaterThanOrEqual(timeoutMs / 2)
    }),
  )
})
