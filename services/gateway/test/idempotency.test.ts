import { randomUUID } from 'node:crypto'
import { insertToken } from '@bridge/db'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { hashToken } from '../src/token-directory.ts'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest()
  await gateway.call('PUT', '/v1/partners/p1', { name: 'One' })
})
afterAll(() => gateway.close())
beforeEach(async () => {
  await sql`delete from billing_run`.execute(gateway.database.db)
})

const order = (key: string, body: unknown = { period: '2026-10' }, headers: Record<string, string> = {}) =>
  gateway.call('POST', '/v1/billing-runs', body, { 'idempotency-key': key, ...headers })

it('the same key and body get the same answer, though the world has moved on', async () => {
  const first = await order('a')
  expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([202, null])
  const again = await order('a')
  expect([again.status, again.body, again.headers.get('idempotent-replayed')]).toEqual([202, first.body, 'true'])
  expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'))
  expect((await order('b')).status).toBe(200)
})

it('a refusal is an answer too', async () => {
  const first = await order('refused', { period: '2026-09' })
  expect([first.status, first.body.code]).toEqual([422, 'period_not_open'])
  const again = await order('refused', { period: '2026-09' })
  expect([again.status, again.body, again.headers.get('idempotent-replayed')]).toEqual([422, first.body, 'true'])
  expect(again.headers.get('content-type')).toMatch(/problem\+json/)
})

it('the same key for another body or another call is refused', async () => {
  await order('c')
  expect((await order('c', { period: '2026-09' })).body).toMatchObject({ status: 422, code: 'idempotency_key_reused' })
  const elsewhere = await gateway.call('POST', '/v1/partners/p1/gradient-connection/sync-accounts', undefined, {
    'idempotency-key': 'c',
  })
  expect(elsewhere.body.code).toBe('idempotency_key_reused')
})

it('of many at once with one key one is carried out; the others hear its answer or that it runs', async () => {
  const answers = await Promise.all(Array.from({ length: 15 }, () => order('d')))
  const statuses = answers.map(({ status }) => status)
  expect(statuses.filter((status) => status !== 202 && status !== 409)).toEqual([])
  expect(
    answers.filter(({ status, headers }) => status === 202 && headers.get('idempotent-replayed') === null),
  ).toHaveLength(1)
  expect(new Set(answers.filter(({ status }) => status === 202).map(({ body }) => body.id)).size).toBe(1)
})

it('a key whose request is running is answered 409; one whose holder is gone is taken over', async () => {
  const { db } = gateway.database
  await sql`insert into idempotency_key (token_id, key, running_until) values (${gateway.tokenId}, 'e', now() + interval '1 minute')`.execute(
    db,
  )
  const running = await order('e')
  expect([running.status, running.body.code, running.headers.get('retry-after')]).toEqual([
    409,
    'idempotency_key_running',
    '1',
  ])
  await sql`update idempotency_key set running_until = now() - interval '1 second' where key = 'e'`.execute(db)
  expect((await order('e')).status).toBe(202)
})

it('a failure of ours leaves the key free', async () => {
  const { db } = gateway.database
  await sql`alter table billing_run rename to hidden`.execute(db)
  const failed = await order('f')
  await sql`alter table hidden rename to billing_run`.execute(db)
  expect([failed.status, failed.body.code]).toEqual([500, 'internal_error'])
  expect((await order('f')).status).toBe(202)
})

it('a key is kept for a day and more, and then forgotten', async () => {
  const { db } = gateway.database
  await order('g')
  await sql`delete from billing_run`.execute(db)
  await sql`update idempotency_key set created_at = now() - interval '25 hours' where key = 'g'`.execute(db)
  expect((await order('g')).headers.get('idempotent-replayed')).toBe('true')
  await sql`update idempotency_key set created_at = now() - interval '49 hours' where key = 'g'`.execute(db)
  expect((await order('g')).headers.get('idempotent-replayed')).toBeNull()
})

it('each token has keys of its own', async () => {
  const other = `brt_${randomUUID()}`
  await insertToken(gateway.database.db, { name: 'other', hash: hashToken(other) })
  await order('h')
  const answer = await order('h', { period: '2026-09' }, { authorization: `Bearer ${other}` })
  expect(answer.body.code).toBe('period_not_open')
})
