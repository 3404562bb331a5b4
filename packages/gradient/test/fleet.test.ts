import { setTimeout as delay } from 'node:timers/promises'
import { createTestRedis, type TestRedis } from '@bridge/testkit'
import { Secret } from '@bridge/vault'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGradientClient } from '../src/client.ts'
import { createPace } from '../src/pace.ts'
import { type GradientDouble, json, startGradientDouble } from './gradient-double.ts'
import { createMemorySpare } from './memory-spare.ts'
import { mostInOneSecond } from './most-in-one-second.ts'

const DEFAULT_RATE = 90
const GRADIENTS_LIMIT = 100
const LOW_LIMIT = 20

const spare = createMemorySpare(() => Math.floor(performance.now() * 1000)).reach(async () => undefined)

let testRedis: TestRedis
beforeAll(() => {
  testRedis = createTestRedis()
})
afterAll(() => testRedis.close())

async function openDouble(onTestFinished: (end: () => Promise<void>) => void): Promise<GradientDouble> {
  const double = await startGradientDouble()
  onTestFinished(() => double.close())
  return double
}

/** One process of the fleet: callers that reserve, claim and send, and send again what was put off. Resolves when every count was accepted. */
async function runProcess(
  double: GradientDouble,
  run: { key: string; callers: number; counts: number },
): Promise<void> {
  const redis = new Redis(testRedis.url)
  const pace = createPace({ redis, spare, key: `${testRedis.prefix}:${run.key}`, requestsPerSecond: DEFAULT_RATE })
  const client = createGradientClient({
    baseUrl: double.baseUrl,
    vendorApiKey: new Secret('vendor-key'),
    timeoutMs: 5000,
    pace,
    clock: { now: () => new Date(0) },
  })
  const partnerKey = new Secret('partner-key')
  const send = async (unitCount: number) => {
    const paced = await pace.reserve('bulk')
    await delay(5) // A claim in Postgres.
    const count = { serviceId: 's', accountId: 'c', unitCount, noBuild: true }
    return client.setCount(partnerKey, count, { priority: 'bulk', paced })
  }
  const caller = async () => {
    for (let count = 0; count < run.counts; count++) {
      for (let result = await send(count); !result.ok; result = await send(count)) {
        expect(result.failure?.reason).toBe('rate_limited')
        await delay(50) // Put off; a worker waits longer.
      }
    }
  }
  await Promise.all(Array.from({ length: run.callers }, caller))
  client.close()
  redis.disconnect()
}

test.concurrent('three processes that reserve, claim and send arrive at Gradient within its 100 a second', async ({
  onTestFinished,
}) => {
  const double = await openDouble(onTestFinished)
  const arrivedAtMs: number[] = []
  double.answerWith((response) => {
    arrivedAtMs.push(performance.now())
    json(201, { status: 201 })(response)
  })
  await Promise.all([1, 2, 3].map(() => runProcess(double, { key: 'within', callers: 10, counts: 10 })))

  expect(arrivedAtMs).toHaveLength(300)
  expect(mostInOneSecond(arrivedAtMs)).toBeLessThanOrEqual(GRADIENTS_LIMIT)
})

/** Gradient with a far lower limit than our pace, over a true sliding second. Returns when calls arrived, and when they were refused. */
function playLowLimit(double: GradientDouble, headers: Record<string, string>) {
  const accepted: number[] = []
  const refused: number[] = []
  double.answerWith((response) => {
    const nowMs = performance.now()
    const isOver = accepted.filter((atMs) => atMs > nowMs - 1000).length >= LOW_LIMIT
    ;(isOver ? refused : accepted).push(nowMs)
    if (isOver) json(429, { statusCode: 429 }, headers)(response)
    else json(201, { status: 201 })(response)
  })
  return { accepted, refused }
}

test.concurrent('against a limit of 20 a second that does not say how long to wait, three processes slow down as one, and no call is lost', async ({
  onTestFinished,
}) => {
  const double = await openDouble(onTestFinished)
  const { accepted, refused } = playLowLimit(double, {})
  await Promise.all([1, 2, 3].map(() => runProcess(double, { key: 'low', callers: 10, counts: 4 })))
  expect(accepted).toHaveLength(120)
  // At 90 a second against 20, seven of nine would be refused: 420 for 120 that are accepted.
  expect(refused.length).toBeGreaterThan(0)
  expect(refused.length).toBeLessThan(210)
})

test.concurrent('when it says how long, nobody in the fleet sends before that, but for what was reserved', async ({
  onTestFinished,
}) => {
  const double = await openDouble(onTestFinished)
  const { accepted, refused } = playLowLimit(double, { 'retry-after': '1' })
  await Promise.all([1, 2, 3].map(() => runProcess(double, { key: 'said', callers: 10, counts: 3 })))
  expect(accepted).toHaveLength(90)
  expect(refused.length).toBeGreaterThan(0)
  const all = [...accepted, ...refused].toSorted((a, b) => a - b)
  const first = Math.min(...refused)
  // Reserved slots of the two others may go out for 200 ms; the rest is for a busy machine.
  expect(all.filter((atMs) => atMs > first + 500 && atMs < first + 990)).toEqual([])
  expect(refused.length).toBeLessThan(90)
})
