import { MOST_IN_BATCH } from '@bridge/queue'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { batchesAtOnce } from './push-batch.ts'

test('while the queue has batches, a worker holds counts for half of its places, and never more than two batches beyond them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), (places) => {
      const batches = batchesAtOnce(places)
      expect((batches - 1) * MOST_IN_BATCH).toBeGreaterThanOrEqual(places / 2)
      expect(batches * MOST_IN_BATCH).toBeLessThan(places + 2 * MOST_IN_BATCH)
    }),
  )
})
