import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JOBS } from './contracts.ts'
import { type Nudge, nudgeFinish, nudgeJudge, nudgeLook, nudgeMail, nudgePlan, nudgePush, nudgeSync } from './nudge.ts'

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
