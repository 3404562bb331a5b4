import { planRun, startRun } from '@bridge/db'
import { createQueues, nudgePush, type Queues } from '@bridge/queue'
import type { Running } from '@bridge/runtime'
import {
  createFakeClock,
  createTestDatabase,
  givenConnection,
  givenPartner,
  startThrowawayRedis,
  type TestDatabase,
  type ThrowawayServer,
  waitFor,
} from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSchedulerForTest } from './start-scheduler-for-test.ts'

const LATER = new Date('2100-01-01')
const clock = createFakeClock('2026-11-20T12:00:00Z')
let database: TestDatabase
let redis: ThrowawayServer
let queues: Queues
let schedulers: Running[]
let connectionId: string

beforeAll(async () => {
  database = await createTestDatabase()
  redis = await startThrowawayRedis()
  queues = createQueues({ redisUrl: redis.url, prefix: 'test', onError: () => {} })
  const partnerId = await givenPartner(database.db, { companies: [{ id: 'a', usage: { '2026-10': 1, '2026-11': 1 } }] })
  connectionId = await givenConnection(database.db, partnerId)
  const given = { databaseUrl: database.url, redisUrl: redis.url, queuePrefix: 'test', clock }
  schedulers = await Promise.all([startSchedulerForTest(given), startSchedulerForTest(given)])
  await waitFor(async () => (await (await queues.queue('calendar')).getJobSchedulersCount()) === 1)
})
afterAll(async () => {
  await Promise.all(schedulers.map((scheduler) => scheduler.close()))
  await queues.close()
  await redis.close()
  await database.close()
})

const push = () => database.db.selectFrom('push').selectAll().executeTakeFirstOrThrow()
const lies = async () => {
  const { id, nudge } = await push()
  return (await queues.look('billing', [nudgePush({ id, nudge, connectionId }).id]))[0]
}

test('when Redis is back, what came due meanwhile lies in the queue at once, and not only after the next sweep', async () => {
  await redis.kill()
  const order = { period: '2026-10', partnerId: null, deadlineAt: LATER, connectedBy: LATER }
  const run = await startRun(database.db, { ...order, kind: 'requested' })
  await planRun(database.db, run?.id ?? '', LATER)
  await redis.restart()
  await waitFor(async () => (await lies()) === 'there')
})

test('a count whose worker is gone is taken up again between two sweeps, once, by whichever of two schedulers', async () => {
  const before = await push()
  await sql`
    update push set outcome = 'sending', claim_token = gen_random_uuid(), claimed_by = 'gone', claimed_until = now() - interval '1 second'`.execute(
    database.db,
  )
  await waitFor(async () => (await push()).outcome === 'waiting')
  await waitFor(async () => (await lies()) === 'there')
  expect((await push()).nudge).toBe(before.nudge + 1)
})

test('a tick that passes between two sweeps starts the monthly run, once, though nothing wakes it', async () => {
  await (await queues.queue('calendar')).obliterate({ force: true })
  await sql`update connection set connected_at = '2026-11-20T12:00:00Z'`.execute(database.db)
  clock.set('2026-12-01T06:00:00Z')
  const monthly = () =>
    database.db
      .selectFrom('billing_run')
      .selectAll()
      .where('period', '=', '2026-11')
      .where('planned_at', 'is not', null)
      .execute()
  await waitFor(async () => (await monthly()).length > 0)
  expect((await monthly()).map(({ kind }) => kind)).toEqual(['scheduled'])
})
