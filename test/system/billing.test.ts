import { reviseOpenPushes } from '@bridge/db'
import { lastClosedPeriod } from '@bridge/domain'
import { createQueues, nudgePush } from '@bridge/queue'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callsInGradient, countsInGradient, partnerInGradient } from './gradient-view.ts'
import { outcomes, sendNow } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
let stack: Stack

beforeAll(async () => {
  stack = await startStack({ workers: 2, unmappedRetryAfterMs: 300 })
})
afterAll(() => stack.close())

async function connected(
  companies: Parameters<typeof givenPartner>[1]['companies'],
  mapped: string[] | 'all' | 'none' = 'all',
) {
  const partnerId = await givenPartner(stack.db, { companies })
  const { connectionId, partnerKey } = await stack.connect(partnerId)
  await stack.synced(connectionId)
  if (mapped !== 'none') await stack.control('POST', `partners/${partnerKey}/map`, { accountIds: mapped })
  return { partnerId, connectionId, partnerKey }
}

const usage = (count: number) => ({ [PERIOD]: count })

async function report(partnerId: string, companyId: string, billableUsers: number) {
  await stack.db.transaction().execute(async (tx) => {
    await sql`
      insert into usage_count (partner_id, company_id, period, billable_users, revision) values (${partnerId}, ${companyId}, ${PERIOD}, ${billableUsers}, 1)
      on conflict (partner_id, company_id, period) do update set billable_users = excluded.billable_users, revision = usage_count.revision + 1`.execute(
      tx,
    )
    await reviseOpenPushes(
      tx,
      sql`select ${partnerId}::text as partner_id, ${companyId}::text as company_id, ${PERIOD}::text as period`,
    )
  })
}

test('the last closed month reaches Gradient: each company ends in one outcome, and a zero is sent while a missing number is not', async () => {
  const { partnerId, partnerKey } = await connected(
    [
      { id: 'twelve', usage: usage(12) },
      { id: 'zero', usage: usage(0) },
      { id: 'silent' },
      { id: 'unmapped', usage: usage(3) },
    ],
    ['twelve', 'zero', 'silent'],
  )
  await sendNow(stack, partnerId, PERIOD)
  expect(await outcomes(stack, partnerId, PERIOD)).toEqual({
    twelve: 'accepted',
    zero: 'accepted',
    silent: 'no_usage',
    unmapped: 'unmapped',
  })
  expect(await countsInGradient(stack, partnerKey)).toEqual({ twelve: 12, zero: 0, silent: null, unmapped: null })
  expect((await partnerInGradient(stack, partnerKey)).status).toBe('active')
  const connection = await stack.db
    .selectFrom('connection')
    .select('status')
    .where('partner_id', '=', partnerId)
    .executeTakeFirstOrThrow()
  expect(connection.status).toBe('active')
})

test('every call of a run leaves the view as it is, but the last, which has Gradient rebuild it', async () => {
  const { partnerId, partnerKey } = await connected(
    Array.from({ length: 8 }, (_, index) => ({ id: `c${index}`, usage: usage(index + 1) })),
  )
  await sendNow(stack, partnerId, PERIOD)
  const calls = (await callsInGradient(stack, partnerKey, 'count')).filter((call) => call.answered === 201)
  expect(calls.map((call) => call.noBuild)).toEqual([...Array(8).fill(true), false])
  const last = calls.at(-1)
  expect(calls.filter((call) => call.accountId === last?.accountId).map((call) => call.unitCount)).toEqual([
    last?.unitCount,
    last?.unitCount,
  ])
})

test('an unmapped count follows by itself once the partner has mapped the company', async () => {
  const { partnerId, partnerKey } = await connected([{ id: 'a', usage: usage(4) }], 'none')
  await sendNow(stack, partnerId, PERIOD)
  expect(await outcomes(stack, partnerId, PERIOD)).toEqual({ a: 'unmapped' })
  await stack.control('POST', `partners/${partnerKey}/map`, { accountIds: ['a'] })
  await waitFor(async () => (await outcomes(stack, partnerId, PERIOD))['a'] === 'accepted')
  expect(await countsInGradient(stack, partnerKey)).toEqual({ a: 4 })
})

test('a count that changes after the run is sent by itself, once', async () => {
  const { partnerId, partnerKey } = await connected([{ id: 'a', usage: usage(4) }])
  await sendNow(stack, partnerId, PERIOD)
  await report(partnerId, 'a', 5)
  await waitFor(async () => (await countsInGradient(stack, partnerKey))['a'] === 5)
  const rebuilt = async () => (await callsInGradient(stack, partnerKey, 'count')).filter((call) => call.unitCount === 5)
  await waitFor(async () => (await rebuilt()).length === 2)
  expect((await rebuilt()).map((call) => call.noBuild)).toEqual([true, false])
  await waitFor(async () => (await outcomes(stack, partnerId, PERIOD))['a'] === 'accepted')
})

test('a number that Gradient refuses as malformed ends as refused and is not tried again', async () => {
  const { partnerId, partnerKey } = await connected([{ id: 'a', usage: usage(0) }])
  await stack.control('PUT', 'faults', { partnerKey, zero: 'refused' })
  await sendNow(stack, partnerId, PERIOD)
  expect(await outcomes(stack, partnerId, PERIOD)).toEqual({ a: 'refused' })
  expect(await callsInGradient(stack, partnerKey, 'count')).toHaveLength(1)
})

test('an answer that is lost after its effect costs one more identical call, no other number', async () => {
  const { partnerId, partnerKey } = await connected([{ id: 'a', usage: usage(7) }])
  await stack.control('PUT', 'faults', { partnerKey, errors: [{ kind: 'status_500_after', times: 1, route: 'count' }] })
  await sendNow(stack, partnerId, PERIOD)
  expect(await outcomes(stack, partnerId, PERIOD)).toEqual({ a: 'accepted' })
  const calls = await callsInGradient(stack, partnerKey, 'count')
  expect(calls.map((call) => [call.unitCount, call.noBuild])).toEqual([
    [7, true],
    [7, true],
    [7, false],
  ])
})

test('a key that Gradient refuses stops that partner alone; its counts wait, and nothing of it is a failure', async () => {
  const bad = await connected([
    { id: 'a', usage: usage(1) },
    { id: 'b', usage: usage(2) },
  ])
  const good = await connected([{ id: 'a', usage: usage(3) }])
  await stack.control('POST', `partners/${bad.partnerKey}/regenerate-key`)
  await sendNow(stack, bad.partnerId, PERIOD)
  await sendNow(stack, good.partnerId, PERIOD)
  expect(await outcomes(stack, bad.partnerId, PERIOD)).toEqual({ a: 'waiting', b: 'waiting' })
  expect(await outcomes(stack, good.partnerId, PERIOD)).toEqual({ a: 'accepted' })
  const connection = await stack.db
    .selectFrom('connection')
    .selectAll()
    .where('id', '=', bad.connectionId)
    .executeTakeFirstOrThrow()
  expect(connection.status).toBe('needs_key')
})

test('a push whose job is nudged again and again, by many, is sent once', async () => {
  const { partnerId, partnerKey, connectionId } = await connected([{ id: 'a', usage: usage(7) }])
  const queues = createQueues({ redisUrl: stack.redisUrl, prefix: stack.queuePrefix, onError: () => {} })
  await sendNow(stack, partnerId, PERIOD)
  const push = await stack.db
    .selectFrom('push')
    .select('id')
    .where('partner_id', '=', partnerId)
    .executeTakeFirstOrThrow()
  await queues.add(
    Array.from({ length: 50 }, (_, round) => nudgePush({ id: push.id, nudge: 1_000 + round, connectionId })),
  )
  await waitFor(
    async () => (await (await queues.queue('billing')).getJobCountByTypes('waiting', 'active', 'delayed')) === 0,
  )
  await queues.close()
  expect(await callsInGradient(stack, partnerKey, 'count')).toHaveLength(2)
})

test('a 429 puts counts off without losing one', async () => {
  const { partnerId, partnerKey } = await connected([
    { id: 'a', usage: usage(1) },
    { id: 'b', usage: usage(2) },
  ])
  await stack.control('PUT', 'faults', { partnerKey, errors: [{ kind: 'status_429', times: 3, route: 'count' }] })
  await sendNow(stack, partnerId, PERIOD)
  expect(await outcomes(stack, partnerId, PERIOD)).toEqual({ a: 'accepted', b: 'accepted' })
})

test('a run that finds everything sent already changes nothing and calls nobody', async () => {
  const { partnerId, partnerKey } = await connected([{ id: 'a', usage: usage(1) }])
  await sendNow(stack, partnerId, PERIOD)
  const before = await callsInGradient(stack, partnerKey)
  await sendNow(stack, partnerId, PERIOD)
  expect(await callsInGradient(stack, partnerKey)).toEqual(before)
})
