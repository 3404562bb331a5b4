import { waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openRun } from './open-run.ts'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest()
})
afterAll(() => gateway.close())
let partnerId = ''
let count = 0
beforeEach(async () => {
  count += 1
  partnerId = `p${count}`
  await gateway.call('PUT', `/v1/partners/${partnerId}`, { name: 'One' })
  await gateway.call('PUT', `/v1/partners/${partnerId}/companies/c1`, { name: 'C' })
})

const report = (billableUsers: number, period = '2026-10', companyId = 'c1') =>
  gateway.call('PUT', `/v1/partners/${partnerId}/companies/${companyId}/usage/${period}`, { billableUsers })
const history = async () => (await gateway.call('GET', `/v1/partners/${partnerId}/companies/c1/usage`)).body.data

it('a report is revision 1, another number the next, the same number none', async () => {
  expect((await report(5)).body).toEqual({
    partnerId,
    companyId: 'c1',
    period: '2026-10',
    billableUsers: 5,
    revision: 1,
    reportedAt: expect.any(String),
  })
  const second = await report(0)
  expect(second.body).toMatchObject({ billableUsers: 0, revision: 2 })
  expect((await report(0)).body).toEqual(second.body)
  expect((await report(5)).body.revision).toBe(3)
  expect(
    (await history()).map((one: Record<string, unknown>) => [
      one['revision'],
      one['billableUsers'],
      one['replacedAt'] === null,
    ]),
  ).toEqual([
    [3, 5, true],
    [2, 0, false],
    [1, 5, false],
  ])
})

it('the month that runs may be reported, the next may not, by the billing time zone', async () => {
  expect((await report(1, '2026-11')).status).toBe(200)
  gateway.clock.set('2026-12-01T04:59:59Z')
  expect((await report(1, '2026-12')).body.code).toBe('period_in_future')
  gateway.clock.set('2026-12-01T05:00:00Z')
  expect((await report(1, '2026-12')).status).toBe(200)
  gateway.clock.set('2026-11-22T12:00:00Z')
})

it('reports of one company made at once get consecutive revisions, and none is lost', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => report(index)))
  expect(answers.every(({ status }) => status === 200)).toBe(true)
  const all = await history()
  expect(all.map(({ revision }: { revision: number }) => revision)).toEqual(
    Array.from({ length: 40 }, (_, index) => 40 - index),
  )
  const told = answers.map(({ body }) => [body.revision, body.billableUsers]).sort((a, b) => a[0] - b[0])
  expect(all.map((one: Record<string, unknown>) => [one['revision'], one['billableUsers']]).reverse()).toEqual(told)
})

it('an archived company takes its last period and older ones, no later one', async () => {
  await gateway.call('DELETE', `/v1/partners/${partnerId}/companies/c1`)
  gateway.clock.set('2026-12-22T12:00:00Z')
  expect((await report(3, '2026-11')).status).toBe(200)
  const late = await report(3, '2026-12')
  expect([late.status, late.body.code, late.body.detail]).toEqual([
    422,
    'company_archived',
    expect.stringContaining('2026-11'),
  ])
  gateway.clock.set('2026-11-22T12:00:00Z')
})

it('a number that was billed already is sent again: its push waits with the new number, and is nudged', async () => {
  await report(5)
  await gateway.call('PUT', `/v1/partners/${partnerId}/companies/silent`, { name: 'Silent' })
  const runId = await openRun(gateway, { partnerId, period: '2026-10' })
  const rows = async () => (await gateway.call('GET', `/v1/billing-runs/${runId}/pushes`)).body.data
  expect(await rows()).toMatchObject([
    { outcome: 'waiting', unitCount: 5 },
    { outcome: 'no_usage', unitCount: null },
  ])
  await report(6)
  await report(7, '2026-10', 'silent')
  expect(await rows()).toMatchObject([
    { companyId: 'c1', outcome: 'waiting', unitCount: 6, revision: 2 },
    { companyId: 'silent', outcome: 'waiting', unitCount: 7, revision: 1 },
  ])
  const pushes = await sql<{
    id: string
    nudge: number
  }>`select id, nudge from push where partner_id = ${partnerId}`.execute(gateway.database.db)
  const jobs = pushes.rows.map(({ id, nudge }) => `push-${id}-${nudge}`)
  await waitFor(async () => (await gateway.queues.look('billing', jobs)).every((state) => state === 'there'))
})

it('reports made at once while a run is open each come to their push', async () => {
  await report(1)
  const runId = await openRun(gateway, { partnerId, period: '2026-10' })
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => report(100 + index)))
  const newest = answers.map(({ body }) => body).sort((a, b) => b.revision - a.revision)[0]
  const { body } = await gateway.call('GET', `/v1/billing-runs/${runId}/pushes`)
  expect(body.data).toMatchObject([{ unitCount: newest.billableUsers, revision: 21 }])
})
