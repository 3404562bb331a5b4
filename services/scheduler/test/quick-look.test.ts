import { planRun, startRun } from '@bridge/db'
import { createTickReader } from '@bridge/domain'
import { type Nudge, RedisAwayError } from '@bridge/queue'
import { createLog } from '@bridge/runtime'
import { createFakeClock, createTestDatabase, givenConnection, givenPartner, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createQuickLook } from '../src/quick-look.ts'

const LATER = new Date('2100-01-01')
const clock = createFakeClock('2026-11-20T12:00:00Z')
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  const partnerId = await givenPartner(database.db, { companies: [{ id: 'a', usage: { '2026-10': 1 } }] })
  await givenConnection(database.db, partnerId)
  const order = { period: '2026-10', partnerId: null, deadlineAt: LATER, connectedBy: LATER }
  const run = await startRun(database.db, { ...order, kind: 'requested' })
  await planRun(database.db, run?.id ?? '', LATER)
})
afterAll(() => database.close())

test.each([
  ['Redis did not take', new RedisAwayError('Redis does not answer')],
  ['a look that broke off did not add', new Error('connection terminated')],
])('what %s is asked of a sweep by the next look, once', async (_what, failure) => {
  const taken: Nudge[][] = []
  let isAway = true
  const add = async (jobs: Nudge[]) => {
    if (isAway) throw failure
    taken.push(jobs)
  }
  let sweeps = 0
  const ticksAt = createTickReader({ cron: '0 1 1 * *', timeZone: 'America/New_York' }, 0)
  const log = createLog({ name: 'test', level: 'silent' })
  const look = createQuickLook({ db: database.db, queues: { add }, log, clock, ticksAt }, () => {
    sweeps += 1
  })
  await sql`
    update push set outcome = 'sending', claim_token = gen_random_uuid(), claimed_by = 'gone', claimed_until = now() - interval '1 second'`.execute(
    database.db,
  )
  const thrown: unknown = await look().catch((error: unknown) => error)
  expect(thrown).toBe(failure instanceof RedisAwayError ? undefined : failure)
  expect([sweeps, taken]).toEqual([0, []])
  isAway = false
  await look()
  expect([sweeps, taken]).toEqual([1, [[]]])
  await look()
  expect(sweeps).toBe(1)
})
