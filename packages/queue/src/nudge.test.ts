import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JOBS, MOST_IN_BATCH } from './contracts.ts'
import {
  type Nudge,
  nudgeFinish,
  nudgeJudge,
  nudgeLook,
  nudgeMail,
  nudgePlan,
  nudgePush,
  nudgePushes,
  nudgeSync,
} from './nudge.ts'

const row = fc.record({ id: fc.uuid(), nudge: fc.nat() })
const push = fc.record({
  id: fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }).map(String),
  nudge: fc.nat(),
  connectionId: fc.uuid(),
})

test('every job id has no colon and is no bare number, which BullMQ refuses, and the data fits its contract', () => {
  fc.assert(
    fc.property(row, push, (sync, counted) => {
      const nudges: Nudge[] = [
        nudgePush(counted),
        ...nudgePushes([counted, { ...counted, nudge: counted.nudge + 1 }]),
        nudgeSync(sync),
        nudgeJudge({ connectionId: sync.id, round: sync.nudge }),
        nudgeFinish({ connectionId: sync.id, period: '2026-10' }),
        nudgePlan(sync.id),
        nudgeLook(sync.id),
        nudgeMail(sync),
      ]
      for (const nudge of nudges) {
        expect(nudge.id).not.toMatch(/:|^\d+$/)
        expect(JOBS[nudge.name].data.safeParse(nudge.data).success).toBe(true)
      }
    }),
  )
})

test('another round of the same row is another job', () => {
  const push = { id: '17', connectionId: '8e3a1f0a-6c1e-4a55-9c6e-0d7c54a3b111' }
  expect(nudgePush({ ...push, nudge: 1 }).id).not.toBe(nudgePush({ ...push, nudge: 2 }).id)
})

test('several pushes are named by the batch, in their order; the same ones in the same rounds are the same jobs, and another round is another', () => {
  const many = fc.uniqueArray(push, { selector: ({ id }) => id, minLength: 2, maxLength: 4 * MOST_IN_BATCH })
  fc.assert(
    fc.property(many, (pushes) => {
      const batches = nudgePushes(pushes)
      expect(batches.flatMap(({ data }) => ('pushes' in data ? data.pushes : []))).toEqual(pushes)
      expect(new Set(batches.map(({ id }) => id)).size).toBe(Math.ceil(pushes.length / MOST_IN_BATCH))
      expect(nudgePushes(structuredClone(pushes))).toEqual(batches)
      const later = nudgePushes(pushes.map((each) => ({ ...each, nudge: each.nudge + 1 })))
      for (const { id } of later) expect(batches.map((batch) => batch.id)).not.toContain(id)
    }),
  )
})

test('none is no job, and a lone one is a job of its own', () => {
  const push = { id: '17', nudge: 1, connectionId: '8e3a1f0a-6c1e-4a55-9c6e-0d7c54a3b111' }
  expect(nudgePushes([])).toEqual([])
  expect(nudgePushes([push])).toEqual([nudgePush(push)])
})
