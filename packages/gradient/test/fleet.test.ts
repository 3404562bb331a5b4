import { setTimeout as delay } from 'node:timers/promises'
import { createTestRedis, type TestRedis } from '@bridge/testkit'
import { Secret } from '@bridge/vault'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGradientClient } from '../src/client.ts'
import { createPace } from '../src/pace.ts'
import { type GradientDouble, json, startGradientDouble } from './gradient-double.ts'
import { mostInOneSecond } from './most-in-one-second.ts'

const DEFAULT_RATE = 90
const GRADIENTS_LIMIT = 100

let testRedis: TestRedis
let double: GradientDouble
beforeAll(async () => {
  testRedis = createTestRedis()
  double = await startGradientDouble()
})
afterAll(async () => {
  await double.close()
  await testRedis.close()
})

test('three processes that reserve, claim and send arrive at Gradient within its 100 a second, and use most of the 90', async () => {
  const arrivedAtMs: number[] = []
  double.answerWith((response) => {
    arrivedAtMs.push(performance.now())
    json(201, { status: 201 })(response)
  })
  const partnerKey = new Secret('partner-key')
  const process = async () => {
    const redis = new Redis(testRedis.url)
    const pace = createPace({ redis, key: `${testRedis.prefix}:fleet`, requestsPerSecond: DEFAULT_RATE })
    const clock = { now: () => new Date(0) }
    const client = createGradientClient({
      baseUrl: double.baseUrl,
      vendorApiKey: new Secret('vendor-key'),
      timeoutMs: 5000,
      pace,
      clock,
    })
    const worker = async () => {
      for (let push = 0; push < 10; push++) {
        const paced = await pace.reserve('bulk')
        await delay(5) // A claim in Postgres.
        const count = { serviceId: 's', accountId: 'c', unitCount: push, noBuild: true }
        expect(await client.setCount(partnerKey, count, { priority: 'bulk', paced })).toMatchObject({ ok: true })
      }
    }
    await Promise.all(Array.from({ length: 10 }, worker))
    client.close()
    redis.disconnect()
  }
  await Promise.all([process(), process(), process()])

  expect(arrivedAtMs).toHaveLength(300)
  expect(mostInOneSecond(arrivedAtMs)).toBeLessThanOrEqual(GRADIENTS_LIMIT)
  const spanMs = (arrivedAtMs.at(-1) ?? 0) - (arrivedAtMs[0] ?? 0)
  expect(300_000 / spanMs).toBeGreaterThan(DEFAULT_RATE * 0.6)
})
