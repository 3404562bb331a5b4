import { pauseSending } from '@bridge/db'
import { nudgePush } from '@bridge/queue'
import { startThrowawayRedis, waitFor } from '@bridge/testkit'
import { type Queue, UnrecoverableError, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OFFERS } from '../src/board/offers.ts'
import { type GivenPush, givenPushes } from './given-pushes.ts'
import { type Browser, startConsoleForTest, type TestConsole } from './start-console-for-test.ts'

const PERIOD = '2026-10'
const REASON = 'they hang since noon'
let running: TestConsole
let operator: Browser
let viewer: Browser
let billing: Queue
let pushes: GivenPush[]
beforeAll(async () => {
  running = await startConsoleForTest()
  operator = await running.signedIn('operator')
  await operator.call('PUT', '/api/board-reason', { reason: REASON })
  viewer = await running.signedIn('viewer')
  billing = await running.queues.queue('billing')
  pushes = await givenPushes(running.database.db, { companies: ['a', 'b', 'c', 'd'], period: PERIOD })
})
afterAll(() => running.close())

function pushAt(index: number) {
  const push = pushes[index]
  if (!push) throw new Error(`there is no push ${index}`)
  return push
}

/** A job in the failed set. */
async function failedJob(push: GivenPush): Promise<string> {
  const nudge = nudgePush(push)
  await running.queues.add([nudge])
  const connection = new Redis(running.redis.url, { maxRetriesPerRequest: null })
  const worker = new Worker('billing', () => Promise.reject(new UnrecoverableError('told to fail')), {
    connection,
    prefix: running.redis.prefix,
  })
  await waitFor(async () => (await billing.getJob(nudge.id))?.isFailed())
  await worker.close()
  connection.disconnect()
  return nudge.id
}

/** What was recorded by the board since, the oldest first. */
async function recorded(since: string) {
  return running.database.db
    .selectFrom('operator_action')
    .select(['via', 'operator_name', 'address', 'action', 'reason', 'on_rows', 'before', 'after'])
    .where('id', '>', since)
    .orderBy('id')
    .execute()
}
async function lastId(): Promise<string> {
  const { id } = await running.database.db
    .selectFrom('operator_action')
    .select(({ fn }) => fn.max('id').as('id'))
    .executeTakeFirstOrThrow()
  return id
}
/** Every key of this test's queues and what it holds. */
async function dump() {
  const { redis, prefix } = running.redis
  const keys = (await redis.keys(`${prefix}*`)).sort()
  return Promise.all(keys.map(async (key) => [key, (await redis.dumpBuffer(key))?.toString('hex')]))
}
const put = (path: string, body?: unknown) => operator.call('PUT', `/board/api/queues/${path}`, body)
const stops = async () =>
  (await running.database.db.selectFrom('sending_pause').select('scope').where('resumed_at', 'is', null).execute())
    .map(({ scope }) => scope)
    .sort()

describe('what the queue dashboard offers', () => {
  test('is done, and recorded with operator, address, queue, job and push', async () => {
    const id = await failedJob(pushAt(0))
    const since = await lastId()
    expect((await put(`billing/${id}/retry`)).status).toBe(204)
    expect(await (await billing.getJob(id))?.getState()).toBe('waiting')
    expect((await put(`billing/${id}/clean`)).status).toBe(204)
    expect(await billing.getJob(id)).toBeUndefined()
    const common = { via: 'board', operator_name: 'the operator', address: '127.0.0.1', reason: REASON, after: null }
    const on_rows = { queue: 'billing', jobId: id, pushId: pushAt(0).id }
    expect(await recorded(since)).toEqual([
      { ...common, action: 'board.retry', on_rows, before: { state: 'failed' } },
      { ...common, action: 'board.clean', on_rows, before: { state: 'waiting' } },
    ])
  })

  test('is recorded for many jobs at once too, with how many there were', async () => {
    const failed = await failedJob(pushAt(0))
    await running.queues.add([
      { ...nudgePush(pushAt(1)), delayMs: 3_600_000 },
      { ...nudgePush(pushAt(2)), delayMs: 3_600_000 },
    ])
    const since = await lastId()
    for (const path of [
      'retry/failed',
      'promote',
      'empty',
      'clean/wait',
      'clean/failed',
      'clean/delayed',
      'clean/completed',
    ]) {
      expect((await put(`billing/${path}`)).status, path).toBe(200)
    }
    expect(await billing.getJob(failed)).toBeUndefined()
    const actions = await recorded(since)
    expect(actions.map(({ action, on_rows }) => [action, on_rows])).toEqual([
      ['board.retry_all', { queue: 'billing', state: 'failed' }],
      ['board.promote_all', { queue: 'billing' }],
      ['board.empty', { queue: 'billing' }],
      ['board.clean_all', { queue: 'billing', state: 'wait' }],
      ['board.clean_all', { queue: 'billing', state: 'failed' }],
      ['board.clean_all', { queue: 'billing', state: 'delayed' }],
      ['board.clean_all', { queue: 'billing', state: 'completed' }],
    ])
    expect(actions[0]).toMatchObject({ before: { jobs: { failed: 1, delayed: 2 } } })
    expect(actions[2]).toMatchObject({ before: { jobs: { waiting: 3, delayed: 0 } } })
  })

  test('and fails has a second line in the audit which says so', async () => {
    const since = await lastId()
    expect((await put('billing/no-such-job/retry')).status).toBe(404)
    await waitFor(async () => (await recorded(since)).length > 1)
    expect(await recorded(since)).toMatchObject([
      { action: 'board.retry', reason: REASON, on_rows: { jobId: 'no-such-job' }, after: null },
      { action: 'board.retry', reason: REASON, on_rows: { jobId: 'no-such-job' }, after: { failed: 'answered 404' } },
    ])
  })

  test('pausing a queue stops the sending that its workers do by themselves, and resuming it lets that go on', async () => {
    await put('billing/pause')
    expect([await stops(), await billing.isPaused()]).toEqual([['billing'], true])
    await put('billing/pause')
    await put('pause')
    expect(await stops()).toEqual(['accounts', 'billing'])
    await put('billing/resume')
    expect([await stops(), await billing.isPaused()]).toEqual([['accounts'], false])
    await put('calendar/pause')
    await put('mail/pause')
    expect(await stops()).toEqual(['accounts'])
    await put('resume')
    expect(await stops()).toEqual([])
  })

  test('everybody reads why a queue was paused', async () => {
    await put('billing/pause')
    const seen = async () => (await viewer.call('GET', '/api/overview')).body.pauses
    expect(await seen()).toMatchObject([
      { scope: 'billing', pausedBy: 'the operator', detail: `Its queue was paused in the queue dashboard: ${REASON}` },
    ])
    await put('billing/resume')
    expect(await seen()).toEqual([])
  })

  test('resuming a queue leaves alone what was stopped by another way', async () => {
    const { db } = running.database
    await pauseSending(db, { scope: 'billing', reason: 'operator', detail: 'a real stop', by: 'ada' })
    await put('billing/pause')
    await put('billing/resume')
    expect(await stops()).toEqual(['billing'])
    await db.updateTable('sending_pause').set({ resumed_at: new Date() }).where('resumed_at', 'is', null).execute()
  })
})

describe('why jobs are changed', () => {
  const say = (browser: Browser, reason: unknown) => browser.call('PUT', '/api/board-reason', { reason })

  test('is said before the first change: until then each is refused, changes nothing and is not recorded', async () => {
    const other = await running.signedIn('operator')
    const { id, connectionId } = pushAt(2)
    const { id: jobId, name, data } = nudgePush(pushAt(2))
    await running.queues.add([
      { name: 'push-usage', id: jobId, data: { pushId: id, connectionId }, delayMs: 3_600_000 },
    ])
    const before = await dump()
    const since = await lastId()
    expect(Object.keys(OFFERS).length).toBeGreaterThan(10)
    for (const [line, { states }] of Object.entries(OFFERS)) {
      const [method = '', pattern = ''] = line.split(' ')
      const path = pattern
        .replace(':queueName', 'billing')
        .replace(':queueStatus', states?.[0] ?? '')
        .replace(':jobId', jobId)
        .replace(':schedulerId', 'monthly-run')
      const answer = await other.call(method, path, method === 'POST' ? { name, data } : undefined)
      expect([line, answer]).toMatchObject([line, { status: 428, body: { code: 'reason_needed' } }])
      // bull-board's page shows these two to people.
      expect(answer.body).toMatchObject({ error: 'Say why first', message: expect.stringMatching(/foot of this page/) })
    }
    expect(await dump()).toEqual(before)
    expect(await recorded(since)).toEqual([])
    await (await billing.getJob(jobId))?.remove()
  })

  test('counts for an hour, in this session alone, and is what the newest says', async () => {
    const [one, other] = [await running.signedIn('operator'), await running.signedIn('operator')]
    const pause = async (browser: Browser) => (await browser.call('PUT', '/board/api/queues/mail/pause')).status
    expect((await one.call('GET', '/api/board-reason')).body).toEqual({ reason: null, until: null, secondsLeft: null })
    await say(one, 'first')
    const since = await lastId()
    expect((await say(one, '  ticket 4711  ')).body).toEqual({
      reason: 'ticket 4711',
      until: '2026-11-22T13:00:00.000Z',
      secondsLeft: 3_600,
    })
    expect((await one.call('GET', '/api/board-reason')).body.reason).toBe('ticket 4711')
    expect([await pause(one), await pause(other)]).toEqual([200, 428])
    expect(await recorded(since)).toMatchObject([{ action: 'board.pause', reason: 'ticket 4711' }])
    running.clock.advanceMs(3_600_000)
    expect(await pause(one)).toBe(428)
    running.clock.advanceMs(-3_600_000)
    await one.call('PUT', '/board/api/queues/mail/resume')
  })

  test('is some words; a viewer has nothing to say', async () => {
    for (const reason of [undefined, '', '  ', 'x', 'two\nlines', 'x'.repeat(501)])
      expect((await say(operator, reason)).status).toBe(400)
    expect((await say(viewer, 'let me')).status).toBe(403)
  })
})

describe('what would break the system', () => {
  test.each([
    ['PUT', 'billing/obliterate', { force: true }],
    ['PUT', 'billing/concurrency', { concurrency: 1 }],
    ['PUT', 'billing/rate-limit', { max: 1, duration: 60_000 }],
    ['PUT', 'billing/rate-limit/release', undefined],
    ['PATCH', 'billing/JOB/update-data', { jobData: { pushId: '1', connectionId: 'x' } }],
    ['PATCH', 'billing/JOB/delay', { runAt: 4_000_000_000_000 }],
    ['PATCH', 'billing/JOB/priority', { priority: 2_000_000 }],
    ['PUT', 'billing/JOB/remove-unprocessed-children', undefined],
    ['PUT', 'calendar/job-schedulers/monthly-run/remove', undefined],
    ['PATCH', 'calendar/job-schedulers/monthly-run', { pattern: '0 0 29 2 *' }],
    ['PUT', 'billing/clean/active', undefined],
    ['PUT', 'billing/clean/..%2Fmeta', undefined],
    ['PUT', 'billing/retry/active', undefined],
  ])('%s %s is not offered, and changes nothing', async (method, path, body) => {
    const nudge = { ...nudgePush(pushAt(3)), delayMs: 3_600_000 }
    await running.queues.add([nudge])
    await billing.pause()
    const before = await dump()
    const since = await lastId()
    const answer = await operator.call(method, `/board/api/queues/${path.replace('JOB', nudge.id)}`, body)
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_offered' } })
    // bull-board's page shows these two to people.
    expect(answer.body).toMatchObject({ error: 'This is not offered here', message: expect.stringMatching(/./) })
    expect(await dump()).toEqual(before)
    expect(await recorded(since)).toEqual([])
    await billing.resume()
    await (await billing.getJob(nudge.id))?.remove()
  })
})

describe('a duplicate', () => {
  const add = (queue: string, body: unknown) => operator.call('POST', `/board/api/queues/${queue}/add`, body)

  test('is one more look at the same row, tried as any is, whatever else was typed', async () => {
    const { id: pushId, connectionId } = pushAt(0)
    const since = await lastId()
    const { status, body } = await add('billing', {
      name: 'push-usage',
      data: { pushId, connectionId, unitCount: 999 },
      options: {
        jobId: 'x',
        attempts: 1_000_000,
        delay: 9_999_999,
        priority: 5,
        repeat: { every: 1 },
        removeOnComplete: false,
      },
    })
    expect(status).toBe(200)
    const job = await billing.getJob(body.job.id)
    expect(job?.data).toEqual({ pushId, connectionId })
    expect(job?.opts).toMatchObject({ attempts: 12, removeOnComplete: true })
    for (const option of ['repeat', 'delay', 'priority']) expect(job?.opts[option as 'delay'] ?? 0, option).toBe(0)
    expect(await recorded(since)).toMatchObject([{ action: 'board.duplicate', on_rows: { queue: 'billing', pushId } }])
    await job?.remove()
  })

  test('is refused where no job of ours is like it', async () => {
    const { id: pushId, connectionId } = pushAt(0)
    const other = '00000000-0000-4000-8000-000000000000'
    const counts = await billing.getJobCounts()
    for (const [queue, body] of [
      ['billing', { name: 'push-usage', data: { pushId: '999999', connectionId } }],
      ['billing', { name: 'push-usage', data: { pushId, connectionId: other } }],
      ['billing', { name: 'push-usage', data: {} }],
      ['billing', { name: 'push-usage' }],
      ['billing', { name: 'sync-accounts', data: { syncId: other } }],
      ['accounts', { name: 'sync-accounts', data: { syncId: other } }],
      ['accounts', { name: 'judge-key', data: { connectionId: other } }],
      ['accounts', { name: 'push-usage', data: { pushId, connectionId } }],
      ['billing', { name: 'finish-run', data: { connectionId, period: '2020-01' } }],
      ['mail', { name: 'send-mail', data: { mailId: other } }],
      ['billing', { name: 'toString', data: {} }],
      ['billing', { name: '', data: {} }],
      ['billing', 'no object'],
    ] as const) {
      const { status, body: answer } = await add(queue, typeof body === 'string' ? JSON.stringify(body) : body)
      expect([status, answer.code], JSON.stringify(body)).toEqual([404, 'not_offered'])
    }
    expect(await billing.getJobCounts()).toEqual(counts)
    expect((await add('no-such-queue', { name: 'plan-runs', data: {} })).status).toBe(404)
  })

  test('is made of jobs of the other queues too', async () => {
    expect((await add('calendar', { name: 'plan-runs', data: {} })).status).toBe(200)
    const { connectionId } = pushAt(0)
    expect((await add('billing', { name: 'finish-run', data: { connectionId, period: PERIOD } })).status).toBe(200)
    expect((await add('accounts', { name: 'judge-key', data: { connectionId } })).status).toBe(200)
  })
})

test('from a job to its push, and from a push to its job', async () => {
  const id = await failedJob(pushAt(1))
  const { body } = await viewer.call('GET', `/board/api/queues/billing/${id}`)
  expect(body.job).toMatchObject({ id, externalUrl: { displayText: 'The push', href: `/pushes/${pushAt(1).id}` } })
  const link = () => viewer.call('GET', `/api/pushes/${pushAt(1).id}/job`)
  expect((await link()).headers.get('location')).toBe(`/board/queue/billing/${id}`)
  // The sweep has nudged since: the job of the earlier round is still the one that can be seen.
  await running.database.db
    .updateTable('push')
    .set(({ eb }) => ({ nudge: eb('nudge', '+', 3) }))
    .where('id', '=', pushAt(1).id)
    .execute()
  expect((await link()).headers.get('location')).toBe(`/board/queue/billing/${id}`)
  await (await billing.getJob(id))?.remove()
  expect([(await link()).status, (await link()).body.code]).toEqual([404, 'job_not_found'])
  expect((await viewer.call('GET', '/api/pushes/999999/job')).body.code).toBe('push_not_found')
})

test('while Redis is away the dashboard says so and does not hang, and it is there when Redis is back', async () => {
  const redis = await startThrowawayRedis()
  const other = await startConsoleForTest({ redisUrl: redis.url })
  const browser = await other.signedIn('operator')
  expect((await browser.call('GET', '/board/api/queues')).status).toBe(200)
  await browser.call('PUT', '/api/board-reason', { reason: REASON })
  await redis.kill()
  const since = performance.now()
  const answers = await Promise.all([
    browser.call('GET', '/board/api/queues'),
    browser.call('PUT', '/board/api/queues/billing/pause'),
    browser.call('GET', '/board/api/redis/stats'),
  ])
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(3).fill([503, 'unavailable']))
  expect(performance.now() - since).toBeLessThan(12_000)
  expect((await browser.call('GET', '/board')).status).toBe(200)
  await redis.restart()
  await waitFor(async () => (await browser.call('GET', '/board/api/queues')).status === 200)
  await other.close()
  await redis.close()
})
