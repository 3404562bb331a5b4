import { requestAccountSync } from '@bridge/db'
import { createQueues, nudgeSync } from '@bridge/queue'
import { givenPartner, waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callsInGradient, partnerInGradient } from './gradient-view.ts'
import { type Stack, startStack } from './stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ workers: 3 })
})
afterAll(() => stack.close())

const many = (count: number, prefix = 'c') => Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}` }))

async function statesOf(connectionId: string) {
  const rows = await stack.db.selectFrom('account').selectAll().where('connection_id', '=', connectionId).execute()
  return Object.fromEntries(rows.map((row) => [row.company_id, row.state]))
}

async function rename(partnerId: string, connectionId: string, companyId: string, name: string) {
  await stack.db
    .updateTable('company')
    .set({ name })
    .where('partner_id', '=', partnerId)
    .where('id', '=', companyId)
    .execute()
  await stack.db
    .updateTable('account')
    .set({ due: true, due_at: sql<Date>`now()` })
    .where('connection_id', '=', connectionId)
    .where('company_id', '=', companyId)
    .execute()
  await requestAccountSync(stack.db, connectionId)
  await stack.synced(connectionId)
}

test('connecting makes all companies accounts in arrays, and sends pending once', async () => {
  const partnerId = await givenPartner(stack.db, { companies: many(250) })
  const { connectionId, partnerKey } = await stack.connect(partnerId)
  await stack.synced(connectionId)
  const partner = await partnerInGradient(stack, partnerKey)
  expect(partner.accounts).toHaveLength(250)
  expect(partner.status).toBe('pending')
  const calls = await callsInGradient(stack, partnerKey)
  expect(calls.filter((call) => call.route === 'accounts' && call.method === 'POST')).toHaveLength(3)
  expect(calls.filter((call) => call.route === 'status')).toHaveLength(1)
  expect(new Set(Object.values(await statesOf(connectionId)))).toEqual(new Set(['present']))
})

test('pending is never sent to an integration that is active in Gradient', async () => {
  const partnerId = await givenPartner(stack.db, { companies: many(1) })
  const made = await stack.connect(partnerId)
  await stack.synced(made.connectionId)
  const serviceId = (await stack.db.selectFrom('vendor_service').selectAll().executeTakeFirstOrThrow()).service_id
  await stack.control('POST', `partners/${made.partnerKey}/map`, { accountIds: 'all' })
  const token = Buffer.from(`test-vendor-key:${made.partnerKey}`).toString('base64')
  const headers = { 'GRADIENT-TOKEN': token, 'content-type': 'application/json' }
  const sent = await fetch(`${stack.sandboxUrl}/api/vendor-api/service/${serviceId}/count`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ accountId: 'c0', unitCount: 1 }),
  })
  expect(sent.status).toBe(201)
  await stack.db.updateTable('connection').set({ announced_at: null }).where('id', '=', made.connectionId).execute()
  await requestAccountSync(stack.db, made.connectionId)
  await stack.synced(made.connectionId)
  expect(await callsInGradient(stack, made.partnerKey, 'status')).toHaveLength(1)
  expect((await partnerInGradient(stack, made.partnerKey)).status).toBe('active')
  const connection = await stack.db
    .selectFrom('connection')
    .select(['status', 'announced_at'])
    .where('id', '=', made.connectionId)
    .executeTakeFirstOrThrow()
  expect(connection.status).toBe('active')
  expect(connection.announced_at).not.toBeNull()
})

test('a renamed company is renamed in Gradient, and a second sync has nothing to do', async () => {
  const partnerId = await givenPartner(stack.db, { companies: many(2) })
  const { connectionId, partnerKey } = await stack.connect(partnerId)
  await stack.synced(connectionId)
  await rename(partnerId, connectionId, 'c1', 'Bäckerei „Öhrchen“, Söhne & Co.')
  const { accounts } = await partnerInGradient(stack, partnerKey)
  expect(accounts.find((account) => account.id === 'c1')?.name).toBe('Bäckerei „Öhrchen“, Söhne & Co.')
  const before = (await callsInGradient(stack, partnerKey)).filter((call) => call.method !== 'GET').length
  await requestAccountSync(stack.db, connectionId)
  await stack.synced(connectionId)
  expect((await callsInGradient(stack, partnerKey)).filter((call) => call.method !== 'GET')).toHaveLength(before)
})

describe.each(['conflict', 'partial', 'upsert'] as const)(
  'when Gradient answers a duplicate with %s',
  (duplicateAccounts) => {
    test('all accounts end up present', async () => {
      const partnerId = await givenPartner(stack.db, { companies: many(120) })
      const { connectionId, partnerKey } = await stack.connect(partnerId, {
        faults: {
          duplicateAccounts,
          errors: [{ kind: 'status_500_after', times: 1, route: 'accounts', method: 'POST' }],
        },
      })
      await stack.synced(connectionId)
      expect((await partnerInGradient(stack, partnerKey)).accounts).toHaveLength(120)
      expect(new Set(Object.values(await statesOf(connectionId)))).toEqual(new Set(['present']))
    })
  },
)

test('one account that Gradient does not take is found and named; the others are made', async () => {
  const partnerId = await givenPartner(stack.db, { companies: many(60) })
  const { connectionId, partnerKey } = await stack.connect(partnerId, { faults: { accountRefused: ['c17'] } })
  await stack.synced(connectionId)
  expect((await partnerInGradient(stack, partnerKey)).accounts).toHaveLength(59)
  const failed = await stack.db
    .selectFrom('account')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'failed')
    .execute()
  expect(failed).toMatchObject([{ company_id: 'c17', reason: expect.stringMatching(/\S/) }])
  const ended = await stack.db
    .selectFrom('account_sync')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .executeTakeFirstOrThrow()
  expect(ended).toMatchObject({ status: 'done', total: 60, done: 59, failed: 1 })
})

test('a burst of 5,000 registrations makes a handful of jobs, and all get there', async () => {
  const partnerId = await givenPartner(stack.db, { companies: [] })
  const { connectionId, partnerKey } = await stack.connect(partnerId)
  await stack.synced(connectionId)
  const queues = createQueues({ redisUrl: stack.redisUrl, prefix: stack.queuePrefix, onError: () => {} })
  let jobs = 0
  const register = async (index: number) => {
    const sync = await stack.db.transaction().execute(async (tx) => {
      await tx
        .insertInto('company')
        .values({
          partner_id: partnerId,
          id: `b${index}`,
          name: `Burst ${index}`,
          archived_at: null,
          last_period: null,
        })
        .execute()
      await tx
        .insertInto('account')
        .values({
          connection_id: connectionId,
          company_id: `b${index}`,
          name: null,
          reason: null,
          accepted_count: null,
          accepted_period: null,
          accepted_revision: null,
        })
        .execute()
      return requestAccountSync(tx, connectionId)
    })
    if (!sync.created) return
    jobs += 1
    await queues.add([nudgeSync(sync, 500)])
  }
  for (let from = 0; from < 5_000; from += 10)
    await Promise.all(Array.from({ length: 10 }, (_, offset) => register(from + offset)))
  await waitFor(async () => (await partnerInGradient(stack, partnerKey)).accounts.length === 5_000, {
    timeoutMs: 90_000,
    everyMs: 200,
  })
  await queues.close()
  const { syncs } = await stack.db
    .selectFrom('account_sync')
    .select(({ fn }) => fn.countAll<string>().as('syncs'))
    .where('connection_id', '=', connectionId)
    .executeTakeFirstOrThrow()
  // One at work and one behind it: how many there are depends on how long the burst takes, which is a matter of the machine (59 on a busy slow one).
  expect(jobs).toBeLessThan(200)
  expect(Number(syncs)).toBeLessThan(200)
})

test('several workers that start at once make one service in Gradient', async () => {
  const vendor = (await stack.control('GET', 'calls?route=service')) as unknown[]
  expect(vendor).toHaveLength(1)
  expect(await stack.db.selectFrom('vendor_service').selectAll().execute()).toHaveLength(1)
})
