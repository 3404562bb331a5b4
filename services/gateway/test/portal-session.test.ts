import { afterAll, beforeAll, expect, it } from 'vitest'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest()
  await gateway.call('PUT', '/v1/partners/p1', { name: 'Partner One', adminEmail: 'admin@one.example' })
})
afterAll(() => gateway.close())

it('a link lets its partner in', async () => {
  const portal = await gateway.openPortal('p1')
  const me = await portal.call('GET', '/v1/portal-session')
  expect([me.status, me.body]).toEqual([
    200,
    {
      partner: { id: 'p1', name: 'Partner One', adminEmail: 'admin@one.example' },
      vendorName: 'Phin',
      billingTimeZone: 'America/New_York',
      expiresAt: '2026-11-22T20:00:00.000Z',
    },
  ])
  expect((await portal.call('GET', '/v1/partners/p1')).status).toBe(200)
  expect((await portal.call('GET', '/v1/partners')).body.code).toBe('route_not_found')
  expect((await portal.call('DELETE', '/v1/portal-session')).status).toBe(204)
  expect((await portal.call('GET', '/v1/portal-session')).status).toBe(401)
})
