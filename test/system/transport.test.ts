import { planRun, startRun } from '@bridge/db'
import { lastClosedPeriod } from '@bridge/domain'
import { nudgePush } from '@bridge/queue'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { expect, type TestContext, test } from 'vitest'
import { callsInGradient, countsInGradient } from './gradient-view.ts'
import { startOwnStack } from './own-stack.ts'
import { outcomes, sendNow } from './send-now.ts'
import type { Stack, StackOptions } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const LATER = new Date('2100-01-01')
// The slow partner’s test takes ten seconds alone, and twice that where the cores are taken.

async function connected(context: TestContext, options: StackOptions, companies: number) {
  const stack = await startOwnStack(context, options)
  const partnerId = await givenPartner(stack.db, {
    companies: Array.from({ length: companies }, (_, index) => ({ id: `c${index}`, usage: { [PERIOD]: index } })),
  })
  const { connectionId, partnerKey } = await stack.connect(partnerId)
  await waitFor(async () => (await stack.control('GET', `partners/${partnerKey}`)) as { accounts: unknown[] }, {
    what: 'the partner in Gradient',
  })
  return { stack, partnerId, connectionId, partnerKey }
}

async function syncs(made: { stack: Stack; connectionId: string }) {
  return made.stack.db
    .selectFrom('account_sync')
    .select(['id', 'nudge', 'status'])
    .where('connection_id', '=', made.connectionId)
    .execute()
}

/** One of the stack's queues, and the connection to Redis that it goes over. */
function openQueue(context: TestContext, stack: Stack, name: string) {
  const connection = new Redis(stack.redisUrl, { maxRetriesPerRequest: null })
  const queue = new Queue(name, { connection, prefix: stack.queuePrefix })
  context.onTestFinished(async () => {
    await queue.close()
    connection.disconnect()
  })
  return { queue, connection }
}

/** Plans a run past the scheduler: nothing is put into the queue. */
async function planWithoutJobs(from: Stack, partnerId: string) {
  const order = { period: PERIOD, kind: 'requested' as const, partnerId, deadlineAt: LATER, connectedBy: LATER }
  const run = await startRun(from.db, order)
  await planRun(from.db, run?.id ?? '', LATER)
}

test.concurrent('counts that no job brings are found in Postgres and sent, each once', async (context) => {
  const made = await connected(context, { sweepEveryMs: 3_600_000, billingWorkers: 3 }, 60)
  await made.stack.call('POST', `/v1/partners/${made.partnerId}/gradient-connection/sync-accounts`)
  await made.stack.synced(made.connectionId)
  await made.stack.control('POST', `partners/${made.partnerKey}/map`, { accountIds: 'all' })
  await planWithoutJobs(made.stack, made.partnerId)
  await waitFor(async () =>
    Object.values(await outcomes(made.stack, made.partnerId, PERIOD)).every((outcome) => outcome === 'accepted'),
  )
  const calls = await callsInGradient(made.stack, made.partnerKey, 'count')
  expect(calls.filter((call) => call.noBuild === true)).toHaveLength(60)
})

test.concurrent('a sync that is asked for while another runs is taken up when that ends, without the sweep', async (context) => {
  const made = await connected(context, { sweepEveryMs: 3_600_000 }, 1)
  await made.stack.call('POST', `/v1/partners/${made.partnerId}/gradient-connection/sync-accounts`)
  await made.stack.synced(made.connectionId)
  await made.stack.control('PUT', 'faults', { partnerKey: made.partnerKey, latencyMs: 500 })
  await made.stack.call('POST', `/v1/partners/${made.partnerId}/gradient-connection/sync-accounts`)
  await waitFor(async () => (await syncs(made)).some((sync) => sync.status === 'running'))
  await made.stack.call('POST', `/v1/partners/${made.partnerId}/gradient-connection/sync-accounts`)
  const { queue: jobs } = openQueue(context, made.stack, 'accounts')
  const behind = (await syncs(made)).find((sync) => sync.status === 'queued')
  expect(behind).toBeDefined()
  await waitFor(async () => (await jobs.getJob(`sync-${behind?.id}-${behind?.nudge}`)) === undefined, {
    what: 'the job of the one behind to find another running',
  })
  expect((await syncs(made)).map((sync) => sync.status)).toContain('running')
  await made.stack.synced(made.connectionId)
  expect(new Set((await syncs(made)).map((sync) => sync.status))).toEqual(new Set(['done']))
})

test.concurrent('a job that BullMQ gives up because its workers died too often does not end its push', async (context) => {
  const made = await connected(context, { billingWorkers: 0 }, 1)
  const { partnerId } = made
  await made.stack.synced(made.connectionId)
  await made.stack.control('POST', `partners/${made.partnerKey}/map`, { accountIds: 'all' })
  await planWithoutJobs(made.stack, partnerId)
  const { queue: billing, connection } = openQueue(context, made.stack, 'billing')
  const push = await made.stack.db
    .selectFrom('push')
    .select(['id', 'nudge'])
    .where('partner_id', '=', partnerId)
    .executeTakeFirstOrThrow()
  const { id: jobId } = nudgePush({ ...push, connectionId: made.connectionId })
  await waitFor(async () => (await billing.getJob(jobId)) !== undefined, { what: 'the job of the push' })
  const options = { connection, prefix: made.stack.queuePrefix, stalledInterval: 100, lockDuration: 100 }
  // A worker that takes the job and is never heard of again, and one that allows no such take-over.
  const dead = new Worker('billing', null, { ...options, skipStalledCheck: true, skipLockRenewal: true })
  context.onTestFinished(() => dead.close())
  await dead.getNextJob('dead')
  const strict = new Worker('billing', () => Promise.reject(new Error('not for this worker')), {
    ...options,
    maxStalledCount: 0,
    settings: { backoffStrategy: () => 60_000 },
  })
  context.onTestFinished(() => strict.close())
  await waitFor(async () => (await billing.getFailed()).some((job) => job.id === jobId))
  await Promise.all([dead.close(), strict.close()])
  expect(await outcomes(made.stack, partnerId, PERIOD)).toEqual({ c0: 'waiting' })

  await made.stack.addBillingWorker()
  await waitFor(async () => (await outcomes(made.stack, partnerId, PERIOD))['c0'] === 'accepted')
  expect(await countsInGradient(made.stack, made.partnerKey)).toEqual({ c0: 0 })
})

test.concurrent('a partner that Gradient serves slowly delays nobody else: the others are done while it still has most of its counts before it', async (context) => {
  const slow = await connected(context, { timeoutMs: 4_000, retry: { tries: 3, firstMs: 100, mostMs: 500 } }, 200)
  const { stack: running } = slow
  await running.synced(slow.connectionId)
  await running.control('POST', `partners/${slow.partnerKey}/map`, { accountIds: 'all' })
  const others: { partnerId: string; partnerKey: string }[] = []
  for (let other = 0; other < 3; other += 1) {
    const partnerId = await givenPartner(running.db, {
      companies: Array.from({ length: 50 }, (_, index) => ({ id: `c${index}`, usage: { [PERIOD]: index } })),
    })
    const { connectionId, partnerKey } = await running.connect(partnerId)
    await running.synced(connectionId)
    await running.control('POST', `partners/${partnerKey}/map`, { accountIds: 'all' })
    others.push({ partnerId, partnerKey })
  }
  await running.control('PUT', 'faults', { partnerKey: slow.partnerKey, latencyMs: 30_000 })
  expect((await running.call('POST', '/v1/billing-runs', { period: PERIOD, partnerId: slow.partnerId })).status).toBe(
    202,
  )
  await Promise.all(others.map(({ partnerId }) => sendNow(running, partnerId, PERIOD)))
  for (const { partnerId } of others) {
    expect(new Set(Object.values(await outcomes(running, partnerId, PERIOD)))).toEqual(new Set(['accepted']))
  }
  const ofSlow = await callsInGradient(running, slow.partnerKey, 'count')
  expect(ofSlow.length).toBeGreaterThan(0)
  expect(ofSlow.length).toBeLessThan(100)
})
