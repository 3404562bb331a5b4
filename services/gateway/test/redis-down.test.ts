import { startThrowawayRedis, type ThrowawayServer, waitFor } from '@bridge/testkit'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let redis: ThrowawayServer
let gateway: TestGateway
const logged: { level: number; msg: string }[] = []
beforeAll(async () => {
  redis = await startThrowawayRedis()
  // The gateway starts while there is no Redis at all.
  await redis.kill()
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  gateway = await startGatewayForTest({ redisUrl: redis.url, log })
})
afterAll(async () => {
  await gateway.close()
  await redis.close()
})

const toldOf = (words: RegExp) => logged.filter(({ msg }) => words.test(msg)).length
const put = (path: string, body: unknown) => gateway.call('PUT', `/v1/partners/${path}`, body)

it('without Redis every call is answered 2xx and soon, and the trouble is told once', async () => {
  const { partnerKey } = await gateway.makeKey('One')
  const startedMs = performance.now()
  const answers = [await put('p1', { name: 'One' }), await put('p1/companies/c1', { name: 'C' })]
  answers.push(await put('p1/gradient-connection', { partnerApiKey: partnerKey }))
  answers.push(
    await put('p1/companies/c2', { name: 'D' }),
    await put('p1/companies/c1/usage/2026-10', { billableUsers: 5 }),
  )
  answers.push(await gateway.call('POST', '/v1/partners/p1/gradient-connection/sync-accounts'))
  answers.push(await gateway.call('POST', '/v1/billing-runs', { period: '2026-10' }, { 'idempotency-key': 'a' }))
  answers.push(
    await gateway.call('POST', '/v1/imports', 'partner_id,company_id,company_name\np1,c3,E\n', {
      'content-type': 'text/csv',
    }),
  )
  answers.push(
    await gateway.call('DELETE', '/v1/partners/p1/companies/c2'),
    await gateway.call('GET', '/v1/billing-runs'),
  )
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 200, 202, 202, 200, 204, 200])
  expect(performance.now() - startedMs).toBeLessThan(8_000)
  const ready = await gateway.call('GET', '/readyz')
  expect([ready.status, ready.body]).toEqual([
    503,
    { status: 'not_ready', problems: { redis: expect.stringContaining('Redis') } },
  ])
  await waitFor(() => toldOf(/jobs cannot be added/) > 0)
  expect(toldOf(/jobs cannot be added/)).toBe(1)
  expect((await gateway.call('GET', '/healthz')).status).toBe(200)
})

it('once Redis is back jobs are added again by themselves; a second outage is told again', async () => {
  // Nobody is there to plan it, which readiness would say after a while.
  await gateway.database.db.deleteFrom('billing_run').execute()
  await redis.restart()
  await waitFor(async () => (await gateway.call('GET', '/readyz')).status === 200)
  gateway.clock.advanceMs(2_000)
  const asked = await gateway.call('POST', '/v1/partners/p1/gradient-connection/sync-accounts')
  await waitFor(async () => (await gateway.queues.look('accounts', [`sync-${asked.body.id}-1`]))[0] === 'there')
  expect(toldOf(/Redis is back/)).toBe(1)
  await redis.kill()
  expect((await gateway.call('POST', '/v1/partners/p1/gradient-connection/sync-accounts')).status).toBe(202)
  await waitFor(() => toldOf(/jobs cannot be added/) === 2)
  await redis.restart()
})
