import { afterAll, beforeAll, expect, it } from 'vitest'
import { openRun } from './open-run.ts'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest()
  const lines = [
    'c1,Ελαιώνας Πετρακάκης,2026-10,3',
    'c2,Bjørnsund 100%_x,2026-10,7',
    'c3,株式会社みどり丘製菓,2026-10,',
    'c1,,2026-11,5',
  ]
  await gateway.call(
    'POST',
    '/v1/imports',
    `partner_id,partner_name,company_id,company_name,period,billable_users\n${lines.map((line) => `p1,One,${line}`).join('\n')}`,
    { 'content-type': 'text/csv' },
  )
  await openRun(gateway, { partnerId: 'p1', period: '2026-10' })
})
afterAll(() => gateway.close())

const get = (path: string) => gateway.call('GET', `/v1/partners/p1/${path}`)

it.each([
  'companies?search=ΕΛΑΙΏΝΑΣ',
  'billing/2026-10?search=bjØRN&latest=true',
  'billing/2026-10?sort=company&order=desc',
  'billing/2026-10?sort=unitCount',
  'billing/2026-10?sort=outcome&limit=1',
  'billing/2026-10?sort=settledAt&limit=1',
  'billing/2026-10/companies/c1',
  'billing-preview',
  'billing-preview?sort=company&limit=1',
  'billing-periods',
  'unmapped-companies',
])('%s is answered', async (path) => {
  const { status, body } = await get(path)
  expect(status, JSON.stringify(body)).toBe(200)
  if (process.env['SHOW']) console.log(path, JSON.stringify(body))
  if (typeof body.nextCursor === 'string') {
    const next = await get(`${path}&cursor=${body.nextCursor}`)
    expect(next.status, JSON.stringify(next.body)).toBe(200)
  }
})
