import { askForSweep, getRetry, orderRetry, planRun, previewRetry, startRun, viewSweep } from '@bridge/db'
import { createQueues, nudgeLook, nudgePush, type Queues } from '@bridge/queue'
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
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startSchedulerForTest } from './start-scheduler-for-test.ts'

const LATER = new Date('2100-01-01')
const PERIOD = '2026-10'
const BY = { operatorId: null, name: 'anna', address: null, via: 'shell' as const }
const companies = ['a', 'b', 'c'].map((id) => ({ id, usage: { [PERIOD]: 1 } }))
let database: TestDatabase
let redis: ThrowawayServer
let queues: Queues
let schedulers: Running[]
let partnerId: string

beforeAll(async () => {
  database = await createTestDatabase()
  redis = await startThrowawayRedis()
  queues = createQueues({ redisUrl: redis.url, prefix: 'test', onError: () => {} })
  const given = {
    databaseUrl: database.url,
    redisUrl: redis.url,
    queuePrefix: 'test',
    clock: createFakeClock('2026-11-20T12:00:00Z'),
  }
  schedulers = await Promise.all([startSchedulerForTest(given), startSchedulerForTest(given)])
  await waitFor(async () => (await viewSweep(database.db)).endedAt !== null)
})
afterAll(async () => {
  await Promise.all(schedulers.map((scheduler) => scheduler.close()))
  await queues.close()
  await redis.close()
  await database.close()
})

beforeEach(async () => {
  partnerId = await givenPartner(database.db, { companies })
  await givenConnection(database.db, partnerId)
  const order = { period: PERIOD, partnerId, deadlineAt: LATER, connectedBy: LATER }
  const run = await startRun(database.db, { ...order, kind: 'requested' })
  await planRun(database.db, run?.id ?? '', LATER)
  for (const outcome of ['sending', 'failed']) {
    await sql`
      update push set outcome = ${outcome}, claim_token = case when ${outcome} = 'sending' then gen_random_uuid() end,
        claimed_until = now() + interval '1 hour', settled_at = now()
      where partner_id = ${partnerId}`.execute(database.db)
  }
})

const pushes = () => database.db.selectFrom('push').selectAll().where('partner_id', '=', partnerId).execute()
const theyLie = async () =>
  (
    await queues.look(
      'billing',
      (
        await pushes()
      ).map((push) => nudgePush({ id: push.id, nudge: push.nudge, connectionId: push.connection_id }).id),
    )
  ).every((state) => state === 'there')

async function retryAll(): Promise<string> {
  const scope = { partnerId, period: PERIOD }
  const { token } = await previewRetry(database.db, scope)
  const made = await orderRetry(database.db, { by: BY, scope, reason: 'why', token })
  if (!('id' in made)) throw new Error('not ordered')
  return made.id
}

test('a retry is carried on between two sweeps though nobody says so, by one of two schedulers: each count waits anew and lies in the queue once', async () => {
  const before = await pushes()
  const id = await retryAll()
  // The run's own jobs may lie there from before.
  await waitFor(async () => (await pushes()).every(({ outcome }) => outcome === 'waiting') && theyLie())
  expect((await pushes()).map(({ outcome, nudge }) => [outcome, nudge])).toEqual(
    before.map(({ nudge }) => ['waiting', nudge + 1]),
  )
  await sql`update push set outcome = 'superseded' where partner_id = ${partnerId}`.execute(database.db)
  await waitFor(async () => (await getRetry(database.db, id))?.finishedAt)
  expect(await getRetry(database.db, id)).toMatchObject({ done: 3, outcomes: { superseded: 3 } })
})

test('a nudge is taken, and the scheduler looks', async () => {
  const id = await retryAll()
  const nudge = nudgeLook(id)
  await queues.add([nudge])
  await waitFor(async () => (await pushes()).every(({ outcome }) => outcome === 'waiting'))
  await waitFor(async () => (await queues.look('calendar', [nudge.id]))[0] === 'absent')
})

/** Asks for a sweep, and waits until one has begun and ended. */
async function sweptAnew() {
  const before = await viewSweep(database.db)
  await askForSweep(database.db)
  return waitFor(async () => {
    const now = await viewSweep(database.db)
    const [beganMs, endedMs] = [now.beganAt?.getTime() ?? 0, now.endedAt?.getTime() ?? 0]
    return beganMs > (before.beganAt?.getTime() ?? 0) && endedMs > beganMs && now
  })
}

test('a sweep that was asked for comes at once', async () => {
  expect(await sweptAnew()).toMatchObject({ everyMs: 3_600_000, found: { abandoned: 0 } })
})
