import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { retryDelayMs } from './retry.ts'

const policy = { tries: 12, firstMs: 1_000, mostMs: 60_000 }
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('the wait before the next try', () => {
  test('doubles up to the most, in its upper half', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), random, (triesMade, chance) => {
        const full = Math.min(60_000, 1_000 * 2 ** Math.min(triesMade - 1, 30))
        const wait = retryDelayMs(policy, triesMade, chance)
        expect(wait).toBeGreaterThanOrEqual(full / 2)
        expect(wait).toBeLessThanOrEqual(full)
      }),
    )
  })

  test('is never shorter than what the other side asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        random,
        fc.integer({ min: 0, max: 600_000 }),
        (triesMade, chance, atLeastMs) => {
          expect(retryDelayMs(policy, triesMade, chance, atLeastMs)).toBeGreaterThanOrEqual(atLeastMs)
        },
      ),
    )
  })
})
