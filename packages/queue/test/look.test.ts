import { createTestRedis, waitFor } from '@bridge/testkit'
import { Worker } from 'bullmq'
import { afterAll, expect, it } from 'vitest'
import { createQueues, nudgePush, nudgePushes } from '../src/index.ts'

const redis = createTestRedis()
const queues = createQueues({ redisUrl: redis.url, prefix: redis.prefix, onError: () => undefined })

afterAll(async () => {
  await queues.close()
  await redis.close()
})

it('answers for more jobs than one pipeline takes, each in its place: absent, failed or there', async () => {
  const nudges = Array.from({ length: 2_500 }, (_, index) =>
    nudgePush({ id: String(index), nudge: 1, connectionId: '00000000-0000-4000-8000-000000000000' }),
  )
  const last = nudges[2_499]
  if (!last) throw new Error('no last nudge')
  await queues.add([last])
  const failing = new Worker('billing', async () => Promise.reject(new Error('on purpose')), {
    connection: redis.redis.duplicate(),
    prefix: redis.prefix,
    settings: { backoffStrategy: () => -1 },
  })
  await waitFor(async () => (await queues.look('billing', [last.id]))[0] === 'failed')
  await failing.close()
  const [first, second, third] = [nudges[0], nudges[1_000], nudges[1_999]]
  if (!first || !second || !third) throw new Error('too few nudges')
  await queues.add([first, second, third])

  const states = await queues.look(
    'billing',
    nudges.map(({ id }) => id),
  )

  expect(states).toHaveLength(2_500)
  const seen = states.flatMap((state, index) => (state === 'absent' ? [] : [[index, state]]))
  expect(seen).toEqual([
    [0, 'there'],
    [1_000, 'there'],
    [1_999, 'there'],
    [2_499, 'failed'],
  ])
})

it('tells which pushes lie in batches, whoever has those in hand and though the queue is paused, and not those of batches that are done', async () => {
  const connectionId = '00000000-0000-4000-8000-000000000000'
  const pushes = Array.from({ length: 60 }, (_, index) => ({ id: String(index + 1), nudge: 1, connectionId }))
  const batches = nudgePushes(pushes)
  const batched = pushes.map(({ id }, index) => [id, batches[Math.floor(index / 25)]?.id] as const)
  expect(await queues.batchedPushes()).toEqual(new Map())
  const queue = await queues.queue('batches')
  await queue.pause()
  await queues.add(batches)
  expect(await queues.batchedPushes()).toEqual(new Map(batched))
  await queue.resume()
  expect(await queues.batchedPushes()).toEqual(new Map(batched))
  const taking = new Worker('batches', null, { connection: redis.redis.duplicate(), prefix: redis.prefix })
  const first = await taking.getNextJob('first')
  await taking.getNextJob('second')
  await first?.moveToCompleted(undefined, 'first', false)
  await taking.close()
  expect(await queues.batchedPushes()).toEqual(new Map(batched.slice(25)))
})
