import { connect, migrate } from '@bridge/db'
import { startThrowawayPostgres, type ThrowawayServer, waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let postgres: ThrowawayServer
let gateway: TestGateway
beforeAll(async () => {
  postgres = await startThrowawayPostgres()
  await migrate(postgres.url)
  const connected = connect({ url: postgres.url, applicationName: 'test' })
  gateway = await startGatewayForTest({ database: { ...connected, url: postgres.url } })
})
afterAll(async () => {
  await gateway.close()
  await postgres.close()
})

it('without Postgres nothing is said yes to: 503 with Retry-After; it comes back by itself, and what was said yes to is there', async () => {
  expect((await gateway.call('PUT', '/v1/partners/p1', { name: 'One' })).status).toBe(201)
  await postgres.kill()
  // Its backends see a moment later that they are orphaned, and until then they answer.
  await waitFor(() => gateway.database.pool.totalCount === 0)
  const calls = [
    await gateway.call('PUT', '/v1/partners/p2', { name: 'Two' }),
    await gateway.call('GET', '/v1/partners'),
    await gateway.call('POST', '/v1/billing-runs', { period: '2026-10' }, { 'idempotency-key': 'a' }),
    await gateway.call('POST', '/v1/imports', 'partner_id,partner_name\np3,Three\n', { 'content-type': 'text/csv' }),
  ]
  for (const { status, body, headers } of calls) {
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '2'])
  }
  const ready = await gateway.call('GET', '/readyz')
  expect([ready.status, Object.keys(ready.body.problems)]).toEqual([503, ['postgres']])
  expect((await gateway.call('GET', '/healthz')).status).toBe(200)
  await postgres.restart()
  await waitFor(async () => (await gateway.call('GET', '/readyz')).status === 200)
  const { body } = await gateway.call('GET', '/v1/partners')
  expect(body.data.map(({ id }: { id: string }) => id)).toEqual(['p1'])
})

it('that dies in the middle of an import and of many transactions ends them with 503, and the process lives on', async () => {
  const header = 'partner_id,partner_name,company_id,company_name\n'
  const sent = new TransformStream<Uint8Array, Uint8Array>()
  const writer = sent.writable.getWriter()
  const importing = fetch(`${gateway.url}/v1/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'text/csv', 'idempotency-key': 'dies' },
    body: sent.readable,
    duplex: 'half',
  })
  await writer.write(Buffer.from(header + 'p1,One,c1,C\n'.repeat(10_000)))
  const staging = () => gateway.database.pool.query("select from pg_stat_activity where query like 'copy import_row%'")
  await waitFor(async () => (await staging()).rowCount === 1)
  const puts = Array.from({ length: 200 }, (_, i) =>
    gateway.call('PUT', `/v1/partners/p1/companies/n${i}`, { name: `N ${i}` }),
  )
  await postgres.kill()
  await writer.write(Buffer.from('p1,One,c1,C\n'.repeat(10_000))).catch(() => undefined)
  await writer.close().catch(() => undefined)
  expect((await importing).status).toBe(503)
  const answers = await Promise.all(puts)
  expect(answers.filter(({ status }) => status !== 201 && status !== 503)).toEqual([])
  await postgres.restart()
  await waitFor(async () => (await gateway.call('GET', '/readyz')).status === 200)
  const { body } = await gateway.call('GET', '/v1/partners/p1/companies?limit=500')
  const there = new Set(body.data.map(({ id }: { id: string }) => id))
  for (const [i, { status }] of answers.entries()) if (status === 201) expect(there).toContain(`n${i}`)
  expect(there).not.toContain('c1')
})
