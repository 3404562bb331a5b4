import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Answer, startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest()
  for (const id of ['p1', 'p2']) await gateway.call('PUT', `/v1/partners/${id}`, { name: id })
})
afterAll(() => gateway.close())

const connection = '/v1/partners/p1/gradient-connection'
const paste = { partnerApiKey: 'no-such-key' }

function expectTooMany(answer: Answer | undefined, mostSeconds: number): void {
  expect([answer?.status, answer?.body.code]).toEqual([429, 'too_many_requests'])
  const seconds = Number(answer?.headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(mostSeconds)
}

it('ten keys a minute may be pasted in one session; other sessions, other calls and tokens go on', async () => {
  const [portal, other] = [await gateway.openPortal('p1'), await gateway.openPortal('p1')]
  for (let tried = 0; tried < 10; tried += 1) {
    expect((await portal.call('PUT', connection, paste)).body.code).toBe('partner_key_rejected')
  }
  expectTooMany(await portal.call('PUT', connection, paste), 60)
  expect((await portal.call('GET', connection)).status).toBe(200)
  expect((await portal.call('DELETE', connection)).status).toBe(204)
  expect((await other.call('PUT', connection, paste)).body.code).toBe('partner_key_rejected')
  for (let tried = 0; tried < 15; tried += 1) {
    expect((await gateway.call('PUT', connection, paste)).body.code).toBe('partner_key_rejected')
  }
  const calls: { statusCode?: number }[] = (await gateway.control('GET', '/calls')).body
  expect(calls.length).toBe(10 + 1 + 15)
})

it('a session may ask 600 times in ten seconds, guesses included; others and tokens go on', async () => {
  const [portal, other] = [await gateway.openPortal('p1'), await gateway.openPortal('p1')]
  const answers: Answer[] = []
  for (let asked = 0; asked < 700; asked += 50) {
    const path = asked % 100 === 0 ? '/v1/partners/p2' : '/v1/partners/p1'
    answers.push(...(await Promise.all(Array.from({ length: 50 }, () => portal.call('GET', path)))))
  }
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused.length).toBe(100)
  expectTooMany(refused[0], 10)
  expect((await other.call('GET', '/v1/partners/p1')).status).toBe(200)
  expect((await gateway.call('GET', '/v1/partners/p1')).status).toBe(200)
})

it('a session is never given more than a token', async () => {
  const small = await startGatewayForTest({ rateLimitPer10s: 20 })
  await small.call('PUT', '/v1/partners/p1', { name: 'p1' })
  const portal = await small.openPortal('p1')
  const ask = () => portal.call('GET', '/v1/partners/p1')
  const statuses = (await Promise.all(Array.from({ length: 30 }, ask))).map(({ status }) => status)
  expect(statuses.filter((status) => status === 429)).toHaveLength(10)
  await small.close()
})
