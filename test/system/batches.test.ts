import { viewSweep } from '@bridge/db'
import { lastClosedPeriod } from '@bridge/domain'
import { createQueues, MOST_IN_BATCH, type Queues } from '@bridge/queue'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { expect, type TestContext, test } from 'vitest'
import { callsInGradient, countsInGradient } from './gradient-view.ts'
import { startOwnStack } from './own-stack.ts'
import { finished, outcomes } from './send-now.ts'
import type { Stack, StackOptions } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const COMPANIES = Array.from({ length: MOST_IN_BATCH + 5 }, (_, index) => ({
  id: `c${index}`,
  usage: { [PERIOD]: index },
}))
const COUNTS = Object.fromEntries(COMPANIES.map(({ id, usage }) => [id, usage[PERIOD]]))

async function connected(context: TestContext, options: StackOptions) {
  const stack = await startOwnStack(context, options)
  const queues = createQueues({ redisUrl: stack.redisUrl, prefix: stack.queuePrefix, onError: () => {} })
  context.onTestFinished(() => queues.close())
  const partnerId = await givenPartner(stack.db, { companies: COMPANIES })
  const connection = await stack.connect(partnerId)
  await stack.call('POST', `/v1/partners/${partnerId}/gradient-connection/sync-accounts`)
  await stack.synced(connection.connectionId)
  await stack.control('POST', `partners/${connection.partnerKey}/map`, { accountIds: 'all' })
  return { stack, queues, partnerId, ...connection }
}

const jobsOf = async ({ queues }: { queues: Queues }, queue: 'batches' | 'billing') =>
  (await queues.queue(queue)).getJobCountByTypes('waiting', 'active', 'delayed')
const states = async (made: { stack: Stack; partnerId: string }) =>
  Object.values(await outcomes(made.stack, made.partnerId, PERIOD))

/** Orders the run of the partner. Answers its id. */
async function runNow(made: { stack: Stack; partnerId: string }): Promise<string> {
  const { partnerId } = made
  const { body } = await made.stack.call('POST', '/v1/billing-runs', { period: PERIOD, partnerId })
  return (body as { id: string }).id
}

test.concurrent('a run’s counts lie in the queue by the batch, once, however often the sweep comes; those of a batch that is lost are nudged again', async (context) => {
  const made = await connected(context, { billingWorkers: 0, sweepEveryMs: 50 })
  await runNow(made)
  const allLieInBatches = async () => (await made.queues.batchedPushes()).size === COMPANIES.length
  await waitFor(allLieInBatches)
  for (let sweep = 0; sweep < 3; sweep += 1) {
    const last = await viewSweep(made.stack.db)
    await waitFor(async () => (await viewSweep(made.stack.db)).endedAt?.getTime() !== last.endedAt?.getTime())
  }
  expect([await jobsOf(made, 'batches'), await jobsOf(made, 'billing')]).toEqual([2, 0])

  await (await made.queues.queue('batches')).obliterate({ force: true })
  await waitFor(allLieInBatches)
  await made.stack.addBillingWorker()
  await waitFor(async () => (await states(made)).every((outcome) => outcome === 'accepted'))
  expect(await countsInGradient(made.stack, made.partnerKey)).toEqual(COUNTS)
})

test.concurrent('a count whose first try fails goes on by a job of its own, and its batch with the others', async (context) => {
  const made = await connected(context, { retry: { tries: 3, firstMs: 20, mostMs: 50 }, sweepEveryMs: 3_600_000 })
  const { partnerKey } = made
  const errors = [{ kind: 'status_500', route: 'count', times: 4 }]
  await made.stack.control('PUT', 'faults', { partnerKey, errors })
  await finished(made.stack, await runNow(made))
  expect(await countsInGradient(made.stack, partnerKey)).toEqual(COUNTS)
  const sent = await callsInGradient(made.stack, partnerKey, 'count')
  expect(sent.filter(({ noBuild }) => noBuild)).toHaveLength(COMPANIES.length + 4)
  // The job that ended the run is removed after it has.
  await waitFor(async () => (await jobsOf(made, 'batches')) + (await jobsOf(made, 'billing')) === 0)
})

// By themselves: a count that waits two seconds for its job is found by a worker without one, and leaves none that failed.
test.for([1, 2])(
  'a count that fails in each of %i tries is in the queue’s failed set, by itself',
  async (tries, context) => {
    const made = await connected(context, { retry: { tries, firstMs: 20, mostMs: 50 }, sweepEveryMs: 3_600_000 })
    const { partnerKey } = made
    await made.stack.control('PUT', 'faults', { partnerKey, errors: [{ kind: 'status_500', route: 'count' }] })
    await finished(made.stack, await runNow(made))
    expect(new Set(await states(made))).toEqual(new Set(['failed']))
    const failed = await (await made.queues.queue('billing')).getFailed()
    expect(failed.map(({ failedReason }) => /company (\S+)\)/.exec(failedReason)?.[1]).toSorted()).toEqual(
      COMPANIES.map(({ id }) => id).toSorted(),
    )
  },
)

test.concurrent('a batch’s job ends when its counts are claimed, and a worker that is closed lets their calls end', async (context) => {
  const made = await connected(context, { billingWorkers: 0, sweepEveryMs: 3_600_000 })
  await made.stack.control('PUT', 'faults', { partnerKey: made.partnerKey, latencyMs: 700 })
  const worker = await made.stack.addBillingWorker()
  await runNow(made)
  await waitFor(async () => (await states(made)).includes('sending') && (await jobsOf(made, 'batches')) === 0)
  expect(await states(made)).not.toContain('waiting')
  expect(await states(made)).toContain('sending')
  await worker.close()
  expect(await states(made)).not.toContain('sending')
})
