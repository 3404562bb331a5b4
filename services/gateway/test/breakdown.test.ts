import { afterAll, beforeAll, expect, it } from 'vitest'
import { openRun } from './open-run.ts'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest()
  const lines = ['c1,Ελαιώνας Πετρακάκης,2026-10,3', 'c2,<script>alert(1)</script>,2026-10,7', 'c3,みどり丘,2026-10,']
  await gateway.call(
    'POST',
    '/v1/imports',
    `partner_id,partner_name,company_id,company_name,period,billable_users\n${lines.map((line) => `p1,One & Only,${line}`).join('\n')}`,
    { 'content-type': 'text/csv' },
  )
  await gateway.call('PUT', '/v1/partners/p2', { name: 'Two' })
  await openRun(gateway, { partnerId: 'p1', period: '2026-10' })
})
afterAll(() => gateway.close())

it('a billed month is a file with every company in it, which loads and runs nothing', async () => {
  const { status, headers, body } = await gateway.call('GET', '/v1/partners/p1/billing/2026-10/breakdown')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(headers.get('content-disposition')).toBe('attachment; filename="billable-users-2026-10.html"')
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
  for (const said of [
    'Billable users of October 2026',
    'One &amp; Only',
    'Ελαιώνας Πετρακάκης',
    'みどり丘',
    'Nothing reported',
  ])
    expect(body).toContain(said)
  expect(body).not.toContain('<script')
  expect(body).toContain('November 22, 2026 at 07:00 EST')
  expect(body).toContain(`href="${gateway.url}/portal"`)
})

it('a portal session has its own, and no other partner’s', async () => {
  const portal = await gateway.openPortal('p1')
  expect((await portal.call('GET', '/v1/partners/p1/billing/2026-10/breakdown')).status).toBe(200)
  const other = await gateway.openPortal('p2')
  const { status, body } = await other.call('GET', '/v1/partners/p1/billing/2026-10/breakdown')
  expect([status, body.code]).toEqual([404, 'partner_not_found'])
})

it('a month that no run has had is none, and neither is a partner nobody knows', async () => {
  const ask = async (path: string) => (await gateway.call('GET', `/v1/partners/${path}/breakdown`)).body.code
  expect(await ask('p1/billing/2026-09')).toBe('period_not_billed')
  expect(await ask('p2/billing/2026-10')).toBe('period_not_billed')
  expect(await ask('nobody/billing/2026-10')).toBe('partner_not_found')
})
