import { resumeSending } from '@bridge/db'
import { lastClosedPeriod, shiftPeriod } from '@bridge/domain'
import { createQueues } from '@bridge/queue'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callsInGradient, countsInGradient, partnerInGradient } from './gradient-view.ts'
import { outcomes, planOlderMonth, sendNow } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const usage = (count: number) => ({ [PERIOD]: count })
let stack: Stack
beforeAll(async () => {
  stack = await startStack({ retry: { tries: 3, firstMs: 20, mostMs: 50 } })
})
afterAll(() => stack.close())

async function connected(companies: Parameters<typeof givenPartner>[1]['companies']) {
  const partnerId = await givenPartner(stack.db, { companies })
  const made = await stack.connect(partnerId)
  await stack.synced(made.connectionId)
  await stack.control('POST', `partners/${made.partnerKey}/map`, { accountIds: 'all' })
  return { partnerId, ...made }
}

test('a count whose retries are spent is failed, stays in the queue’s failed set, and is sent when it is retried there', async () => {
  const { partnerId, partnerKey } = await connected([{ id: 'a', usage: usage(8) }])
  await stack.control('PUT', 'faults', { partnerKey, errors: [{ kind: 'status_500', route: 'count' }] })
  await sendNow(stack, partnerId, PERIOD)
  expect(await outcomes(stack, partnerId, PERIOD)).toEqual({ a: 'failed' })
  expect(await callsInGradient(stack, partnerKey, 'count')).toHaveLength(3)
  const queues = createQueues({ redisUrl: stack.redisUrl, prefix: stack.queuePrefix, onError: () => {} })
  const [job] = await (await queues.queue('billing')).getFailed()
  expect(job?.failedReason).toContain(`partner ${partnerId}, company a`)
  await stack.control('DELETE', 'faults')
  await job?.retry()
  await waitFor(async () => (await outcomes(stack, partnerId, PERIOD))['a'] === 'accepted')
  await queues.close()
  expect(await countsInGradient(stack, partnerKey)).toEqual({ a: 8 })
})

test('Send now tries what failed again', async () => {
  const { partnerId, partnerKey } = await connected([{ id: 'a', usage: usage(8) }])
  await stack.control('PUT', 'faults', { partnerKey, errors: [{ kind: 'status_502_html', route: 'count', times: 3 }] })
  await sendNow(stack, partnerId, PERIOD)
  expect(await outcomes(stack, partnerId, PERIOD)).toEqual({ a: 'failed' })
  await sendNow(stack, partnerId, PERIOD)
  expect(await outcomes(stack, partnerId, PERIOD)).toEqual({ a: 'accepted' })
})

test('disconnecting in mid-run cancels what waits; when it has answered no call with that key starts, and `inactive` was the last', async () => {
  const companies = Array.from({ length: 120 }, (_, index) => ({ id: `c${index}`, usage: usage(index) }))
  const { partnerId, partnerKey } = await connected(companies)
  await stack.control('PUT', 'faults', { partnerKey, latencyMs: 100 })
  const answer = await stack.call('POST', '/v1/billing-runs', { period: PERIOD, partnerId })
  expect(answer.status).toBe(202)
  await waitFor(
    async () =>
      Object.values(await outcomes(stack, partnerId, PERIOD)).filter((outcome) => outcome === 'accepted').length > 10,
    { everyMs: 5 },
  )
  expect((await stack.call('DELETE', `/v1/partners/${partnerId}/gradient-connection`)).status).toBe(204)
  const calls = await callsInGradient(stack, partnerKey)
  const ended = Object.values(await outcomes(stack, partnerId, PERIOD))
  expect(new Set(ended)).toEqual(new Set(['accepted', 'cancelled']))
  expect(calls.at(-1)).toMatchObject({ route: 'status', path: expect.stringContaining('inactive') })
  expect((await partnerInGradient(stack, partnerKey)).status).toBe('inactive')
  await waitFor(async () => {
    const { body } = await stack.call('GET', `/v1/billing-runs/${(answer.body as { id: string }).id}`)
    return (body as { finishedAt: string | null }).finishedAt
  })
  expect(await callsInGradient(stack, partnerKey)).toHaveLength(calls.length)
})

test('a job of an older period that is retried after a newer one was billed sends nothing', async () => {
  const before = shiftPeriod(PERIOD, -1)
  const { partnerId, partnerKey } = await connected([{ id: 'a', usage: { [before]: 1, [PERIOD]: 2 } }])
  await stack.control('PUT', 'faults', { partnerKey, errors: [{ kind: 'status_500', route: 'count', times: 3 }] })
  const queues = createQueues({ redisUrl: stack.redisUrl, prefix: stack.queuePrefix, onError: () => {} })
  await planOlderMonth(stack, partnerId, before)
  await waitFor(async () => (await outcomes(stack, partnerId, before))['a'] === 'failed')
  await sendNow(stack, partnerId, PERIOD)
  expect(await countsInGradient(stack, partnerKey)).toEqual({ a: 2 })
  const sent = await callsInGradient(stack, partnerKey, 'count')
  const billing = await queues.queue('billing')
  const job = (await billing.getFailed()).find((each) => each.failedReason?.includes(partnerId))
  await job?.retry()
  await waitFor(async () => (await outcomes(stack, partnerId, before))['a'] === 'superseded')
  await queues.close()
  expect(await callsInGradient(stack, partnerKey, 'count')).toHaveLength(sent.length)
  expect(await countsInGradient(stack, partnerKey)).toEqual({ a: 2 })
})

test('a key replaced in mid-run: the run goes on with the new one and every count is right', async () => {
  const companies = Array.from({ length: 120 }, (_, index) => ({ id: `c${index}`, usage: usage(index) }))
  const { partnerId, partnerKey } = await connected(companies)
  await stack.control('PUT', 'faults', { partnerKey, latencyMs: 30 })
  const running = sendNow(stack, partnerId, PERIOD)
  await waitFor(async () => Object.values(await outcomes(stack, partnerId, PERIOD)).includes('accepted'), {
    everyMs: 5,
  })
  const { partnerKey: newKey } = (await stack.control('POST', `partners/${partnerKey}/regenerate-key`)) as {
    partnerKey: string
  }
  const answer = await stack.call('PUT', `/v1/partners/${partnerId}/gradient-connection`, { partnerApiKey: newKey })
  expect(answer.status).toBe(200)
  await running
  await waitFor(async () =>
    Object.values(await outcomes(stack, partnerId, PERIOD)).every((outcome) => outcome === 'accepted'),
  )
  expect(await countsInGradient(stack, newKey)).toEqual(
    Object.fromEntries(companies.map(({ id, usage: counts }) => [id, counts[PERIOD]])),
  )
})

test('an anomaly stops all sending within the calls in flight, for everybody, until an operator resumes it', async () => {
  const first = await connected([{ id: 'a', usage: usage(1) }])
  const other = await connected([{ id: 'a', usage: usage(2) }])
  await stack.control('PUT', 'faults', {
    partnerKey: first.partnerKey,
    errors: [{ kind: 'status_403', route: 'count', times: 1 }],
  })
  expect((await stack.call('POST', '/v1/billing-runs', { period: PERIOD, partnerId: first.partnerId })).status).toBe(
    202,
  )
  await waitFor(async () => (await callsInGradient(stack, first.partnerKey, 'count')).length === 1)
  await waitFor(() =>
    stack.db.selectFrom('sending_pause').selectAll().where('resumed_at', 'is', null).executeTakeFirst(),
  )
  expect((await stack.call('POST', '/v1/billing-runs', { period: PERIOD, partnerId: other.partnerId })).status).toBe(
    202,
  )
  await waitFor(async () => (await outcomes(stack, other.partnerId, PERIOD))['a'] === 'waiting')
  expect(await callsInGradient(stack, other.partnerKey, 'count')).toEqual([])
  expect(await resumeSending(stack.db, 'test')).toBe(true)
  for (const { partnerId } of [first, other]) {
    await waitFor(async () => (await outcomes(stack, partnerId, PERIOD))['a'] === 'accepted')
  }
})
