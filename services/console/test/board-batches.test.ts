import { nudgePushes } from '@bridge/queue'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GivenPush, givenPushes } from './given-pushes.ts'
import { type Browser, startConsoleForTest, type TestConsole } from './start-console-for-test.ts'

const PERIOD = '2026-10'
let running: TestConsole
let operator: Browser
let pushes: GivenPush[]

beforeAll(async () => {
  running = await startConsoleForTest()
  operator = await running.signedIn('operator')
  await operator.call('PUT', '/api/board-reason', { reason: 'they hang since noon' })
  pushes = await givenPushes(running.database.db, { companies: ['a', 'b', 'c'], period: PERIOD })
})
afterAll(() => running.close())

const add = (data: unknown) => operator.call('POST', '/board/api/queues/batches/add', { name: 'push-batch', data })

test('from a push to the batch that it lies in, which is shown with all that it names', async () => {
  const [batch] = nudgePushes(pushes)
  await running.queues.add(nudgePushes(pushes))
  const { headers } = await operator.call('GET', `/api/pushes/${pushes[1]?.id}/job`)
  expect(headers.get('location')).toBe(`/board/queue/batches/${batch?.id}`)
  const { body } = await operator.call('GET', `/board/api/queues/batches/${batch?.id}`)
  expect(body.job).toMatchObject({ id: batch?.id, data: { pushes } })
})

test('a copy of a batch is one more look at the same rows, and none is made where one of them is not there', async () => {
  const { status, body } = await add({ pushes, unitCount: 999 })
  expect(status).toBe(200)
  const batches = await running.queues.queue('batches')
  expect((await batches.getJob(body.job.id))?.data).toEqual({ pushes })
  const [first] = pushes
  for (const wrong of [
    { pushes: [...pushes, { ...first, id: '999999' }] },
    { pushes: [{ ...first, connectionId: '00000000-0000-4000-8000-000000000000' }] },
    { pushes: [] },
    { pushes: Array(26).fill(first) },
  ])
    expect((await add(wrong)).status, JSON.stringify(wrong)).toBe(404)
})

test('who pauses the batches stops all counts, and lets them go on with the queue', async () => {
  const openPauses = async () => {
    const { rows } = await running.database.pool.query(`select scope from sending_pause where resumed_at is null`)
    return rows.map(({ scope }) => scope)
  }
  await operator.call('PUT', '/board/api/queues/batches/pause')
  expect(await openPauses()).toEqual(['billing'])
  await operator.call('PUT', '/board/api/queues/batches/resume')
  expect(await openPauses()).toEqual([])
  await operator.call('PUT', '/board/api/queues/pause')
  expect((await openPauses()).toSorted()).toEqual(['accounts', 'billing'])
  await operator.call('PUT', '/board/api/queues/resume')
  expect(await openPauses()).toEqual([])
})
