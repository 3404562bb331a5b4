import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createTickReader } from '@bridge/domain'
import { createQueues, nudgePlan, type Queues } from '@bridge/queue'
import { createLog, type Running } from '@bridge/runtime'
import {
  createFakeClock,
  createTestDatabase,
  createTestRedis,
  givenConnection,
  givenPartner,
  QUICK_START,
  type TestDatabase,
  type TestRedis,
  waitFor,
} from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startScheduler } from '../../services/scheduler/src/scheduler.ts'
import { hastyScheduler, type SchedulerPlace } from './calendar-scheduler.ts'
import { monthlyRuns } from './calendar-view.ts'

const RESTARTS = 200
/** Every so many restarts the scheduler is a process of its own, which is killed by SIGKILL. */
const KILLED_EVERY = 20
/** A restart hits at a moment up to this long after the tick. A sweep of these schedulers takes about as long. */
const WITHIN_MS = 40
const COMPANIES = ['a', 'b', 'c']
const MAIN = fileURLToPath(new URL('./calendar-scheduler-main.ts', import.meta.url))

const calendar = { cron: '0 1 1 * *', timeZone: 'America/New_York' }
const ticks = createTickReader(calendar, RESTARTS)(new Date('2043-08-15T00:00:00Z')).before.toReversed()
const clock = createFakeClock('2026-11-15T00:00:00Z')
const log = createLog({ name: 'test', level: 'silent' })
const closing: Promise<unknown>[] = []
const children: ChildProcess[] = []
let database: TestDatabase
let redis: TestRedis
let queues: Queues
let place: SchedulerPlace

beforeAll(async () => {
  database = await createTestDatabase()
  redis = createTestRedis()
  place = { databaseUrl: database.url, redisUrl: redis.url, queuePrefix: redis.prefix }
  queues = createQueues({ redisUrl: redis.url, prefix: redis.prefix, onError: () => {} })
  const usage = Object.fromEntries(ticks.map(({ period }, index) => [period, index]))
  const partnerId = await givenPartner(database.db, { companies: COMPANIES.map((id) => ({ id, usage })) })
  await givenConnection(database.db, partnerId, { connectedAt: clock.now() })
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(closing)
  await queues.close()
  await redis.close()
  await database.close()
})

const start = () => startScheduler({ config: hastyScheduler(place), log, clock })

/** As when its machine dies: Postgres ends what it had begun, and it says good-bye to nobody. */
async function cutOff(scheduler: Running) {
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'scheduler'`.execute(database.db)
  closing.push(scheduler.close().catch(() => {}))
}

/** A process that has loaded its code and waits for its place, so that a slow machine has the time for that beforehand. */
function load(): { child: ChildProcess; loaded: Promise<unknown> } {
  const child = fork(MAIN, { env: { ...process.env, ...QUICK_START }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  children.push(child)
  return { child, loaded: once(child, 'message') }
}

test('restarted in the very second of the tick, 200 times, gracefully, cut off and killed: no run is lost and none doubled', async () => {
  let scheduler = await start()
  let spare = load()
  for (const [round, { at, period }] of ticks.entries()) {
    const before = new Date(at.getTime() - 1_000).toISOString()
    const hitAfterMs = (round * 7) % (WITHIN_MS + 1)
    clock.set(before)
    const tick = async () => {
      clock.set(at)
      await queues.add([nudgePlan(`tick-${round}`)])
    }
    if (round % KILLED_EVERY === 0) {
      await scheduler.close()
      const { child, loaded } = spare
      await loaded
      child.send({ place, now: before })
      await once(child, 'message')
      child.send({ now: at.toISOString() })
      await tick()
      await delay(hitAfterMs)
      child.kill('SIGKILL')
      spare = load()
    } else {
      const stop = round % 2 === 0 ? () => cutOff(scheduler) : () => scheduler.close()
      // A fifth of them is down while the tick passes; the others are hit soon after it.
      if (round % 5 === 0) {
        await stop()
        await tick()
      } else {
        await tick()
        await delay(hitAfterMs)
        await stop()
      }
    }
    scheduler = await start()
    await waitFor(
      async () => (await monthlyRuns(database)).some((run) => run.period === period && run.planned_at !== null),
      { everyMs: 5, what: `the run of ${period} in round ${round}` },
    )
  }
  await scheduler.close()
  spare.child.kill('SIGKILL')

  const runs = await monthlyRuns(database)
  expect(runs.map(({ period }) => period)).toEqual(ticks.map(({ period }) => period))
  expect(runs.filter((run) => run.kind !== 'scheduled' || run.missed_at !== null)).toEqual([])
  const pushes = await database.db.selectFrom('push').select(['period', 'company_id', 'unit_count']).execute()
  const expected = ticks.flatMap(({ period }, index) => COMPANIES.map((id) => `${period} ${id} ${index}`))
  expect(pushes.map((push) => `${push.period} ${push.company_id} ${push.unit_count}`).sort()).toEqual(expected.sort())
}, 240_000)
