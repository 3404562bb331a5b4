import { lastClosedPeriod, shiftPeriod } from '@bridge/domain'
import { createQueues, nudgePush } from '@bridge/queue'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { expect, type TestContext, test } from 'vitest'
import { openConsole } from './console-view.ts'
import { callsInGradient, countsInGradient } from './gradient-view.ts'
import { startOwnStack } from './own-stack.ts'
import { finished, outcomes, planOlderMonth, sendNow } from './send-now.ts'
import type { Stack, StackOptions } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const COMPANIES = 40

const companies = Array.from({ length: COMPANIES }, (_, index) => ({ id: `c${index}`, usage: { [PERIOD]: index } }))
const expected = Object.fromEntries(companies.map(({ id, usage }) => [id, usage[PERIOD]]))
const failing = { kind: 'status_500', route: 'count' }

/** A stack with a console, and a partner whose companies are mapped in Gradient. */
async function connected(
  context: TestContext,
  options: StackOptions,
  given = companies as Parameters<typeof givenPartner>[1]['companies'],
) {
  const stack = await startOwnStack(context, options)
  const operators = await openConsole(stack)
  context.onTestFinished(() => operators.close())
  const queues = createQueues({ redisUrl: stack.redisUrl, prefix: stack.queuePrefix, onError: () => undefined })
  context.onTestFinished(() => queues.close())
  const partnerId = await givenPartner(stack.db, { companies: given })
  const made = { stack, operators, queues, partnerId, ...(await stack.connect(partnerId)) }
  await stack.synced(made.connectionId)
  await stack.control('POST', `partners/${made.partnerKey}/map`, { accountIds: 'all' })
  return made
}

type Connected = Awaited<ReturnType<typeof connected>>

/** Every company ended once, as accepted; Gradient has its number and was never sent another, nor two at once. */
async function expectRight(
  { stack, partnerId, partnerKey }: Connected,
  right: Record<string, number | undefined> = expected,
): Promise<void> {
  await waitFor(
    async () => Object.values(await outcomes(stack, partnerId, PERIOD)).every((outcome) => outcome === 'accepted'),
    { what: 'every company to be accepted' },
  )
  const rows = await stack.db.selectFrom('push').select('company_id').where('partner_id', '=', partnerId).execute()
  expect(rows.map(({ company_id }) => company_id).sort()).toEqual(Object.keys(right).sort())
  expect(await countsInGradient(stack, partnerKey)).toEqual(right)
  for (const call of await callsInGradient(stack, partnerKey, 'count'))
    expect(call.unitCount).toBe(right[call.accountId ?? ''])
  const { maxConcurrentCountsPerAccount } = (await stack.control('GET', 'stats')) as Record<string, number>
  expect(maxConcurrentCountsPerAccount).toBe(1)
}

const acceptedCalls = async (stack: Stack, partnerKey: string) =>
  (await callsInGradient(stack, partnerKey, 'count')).filter(({ answered }) => answered === 201)
const accepted = async (stack: Stack, partnerKey: string) => (await acceptedCalls(stack, partnerKey)).length
const started = async ({ stack, partnerId }: Connected) => {
  const { body } = await stack.call('POST', '/v1/billing-runs', { period: PERIOD, partnerId })
  return (body as { id: string }).id
}
const inQueue = async ({ queues }: Connected, state: 'failed' | 'delayed') => {
  const billing = await queues.queue('billing')
  return state === 'failed' ? billing.getFailed() : billing.getDelayed()
}

/**
 * The jobs of these companies, while Gradient refuses them: the failed ones, or those that wait for their next try. A worker that found a count
 * in Postgres by itself leaves no job behind: then a copy is added, which fails in its turn.
 */
const jobsOf = (made: Connected, state: 'failed' | 'delayed', period: string, ids: string[]) =>
  waitFor(
    async () => {
      const pushes = await made.stack.db
        .selectFrom('push')
        .select(['id', 'nudge', 'connection_id as connectionId'])
        .where('period', '=', period)
        .where('company_id', 'in', ids)
        .where('outcome', '=', state === 'failed' ? 'failed' : 'waiting')
        .where('attempts', '>', 0)
        .execute()
      const jobs = await inQueue(made, state)
      const jobless = pushes.filter(({ id }) => !jobs.some(({ data }) => data.pushId === id))
      for (const push of jobless) {
        const { name, data } = nudgePush(push)
        await made.operators.board('billing/add', { name, data })
      }
      return pushes.length === ids.length && jobless.length === 0 && jobs
    },
    { everyMs: 500, what: `the ${state} jobs` },
  )
/** Waits until no job of counts is left in these states. A job waits for ten seconds at times, where Gradient answers slowly. */
const none = ({ queues }: Connected, ...states: ('wait' | 'active' | 'delayed' | 'failed')[]) =>
  waitFor(async () => (await (await queues.queue('billing')).getJobCountByTypes(...states)) === 0, {
    what: 'the jobs to be done',
  })

test.concurrent('a failed count that is retried there, by two operators at once, is sent once and is right', async (context) => {
  const partner = await connected(context, { retry: { tries: 2, firstMs: 20, mostMs: 50 } })
  const { stack, operators, partnerKey } = partner
  const errors = [
    { ...failing, accountId: 'c3' },
    { ...failing, accountId: 'c7' },
    { ...failing, accountId: 'c9' },
  ]
  await stack.control('PUT', 'faults', { partnerKey, errors })
  await sendNow(stack, partner.partnerId, PERIOD)
  expect(await outcomes(stack, partner.partnerId, PERIOD)).toMatchObject({ c3: 'failed', c7: 'failed', c8: 'accepted' })
  const [job] = await jobsOf(partner, 'failed', PERIOD, ['c3', 'c7', 'c9'])
  await stack.control('PUT', 'faults', { partnerKey, errors: null })
  const before = await accepted(stack, partnerKey)
  await operators.board(`billing/${job?.id}/retry`)
  await Promise.allSettled([operators.board('billing/retry/failed'), operators.board('billing/retry/failed')])
  await expectRight(partner)
  // Each once; and as often as they ended the run anew, the call that rebuilds the view.
  const calls = (await acceptedCalls(stack, partnerKey)).slice(before)
  const sent = calls.filter(({ noBuild }) => noBuild).map(({ accountId }) => accountId)
  expect(sent.toSorted()).toEqual(['c3', 'c7', 'c9'])
  expect(calls.length - sent.length).toBeLessThanOrEqual(sent.length)
  expect(await inQueue(partner, 'failed')).toEqual([])
})

test.concurrent('counts that wait for their next try and are promoted go at once, and each is right', async (context) => {
  const partner = await connected(context, { retry: { tries: 12, firstMs: 600_000, mostMs: 600_000 } })
  const { stack, operators, partnerKey } = partner
  await stack.control('PUT', 'faults', { partnerKey, errors: [failing] })
  await started(partner)
  const jobs = await jobsOf(partner, 'delayed', PERIOD, Object.keys(expected))
  await none(partner, 'wait', 'active')
  await stack.control('PUT', 'faults', { partnerKey, errors: null })
  await operators.board(`billing/${jobs[0]?.id}/promote`)
  await waitFor(async () => (await accepted(stack, partnerKey)) === 1)
  await Promise.allSettled([operators.board('billing/promote'), operators.board('billing/promote')])
  await expectRight(partner)
})

test.concurrent('a run whose jobs are cleaned away again and again, in every state, completes by itself', async (context) => {
  const partner = await connected(context, { retry: { tries: 400, firstMs: 50, mostMs: 200 }, billingWorkers: 2 })
  const { stack, operators, queues, partnerKey } = partner
  // Nothing gets through while the first rounds clean, however long these take: so there is something to clean in each.
  await stack.control('PUT', 'faults', { partnerKey, latencyMs: 30, errors: [failing] })
  const runId = await started(partner)
  const clean = async () => {
    for (const change of ['empty', 'clean/wait', 'clean/delayed', 'clean/failed', 'clean/completed'])
      await operators.board(`billing/${change}`)
  }
  for (let round = 0; round < 3; round += 1) {
    await waitFor(async () => (await (await queues.queue('billing')).getJobCountByTypes('wait', 'delayed')) > 0, {
      what: 'jobs to clean away',
    })
    await clean()
  }
  await stack.control('PUT', 'faults', { partnerKey, latencyMs: 30, errors: [{ ...failing, rate: 0.4 }] })
  while ((await accepted(stack, partnerKey)) < COMPANIES / 2) await clean()
  await stack.control('PUT', 'faults', { partnerKey, errors: null })
  await finished(stack, runId)
  await expectRight(partner)
})

test.concurrent('a failed count whose job was cleaned away is still in Postgres, and the sweep brings it back', async (context) => {
  const partner = await connected(context, { retry: { tries: 2, firstMs: 20, mostMs: 50 } })
  const { stack, operators, partnerKey } = partner
  await stack.control('PUT', 'faults', { partnerKey, errors: [{ ...failing, accountId: 'c5' }] })
  await sendNow(stack, partner.partnerId, PERIOD)
  const [job] = await jobsOf(partner, 'failed', PERIOD, ['c5'])
  await stack.control('PUT', 'faults', { partnerKey, errors: null })
  await operators.board(`billing/${job?.id}/clean`)
  expect(await outcomes(stack, partner.partnerId, PERIOD)).toMatchObject({ c5: 'failed' })
  await stack.db
    .updateTable('push')
    .set({ settled_at: new Date(systemClock.now().getTime() - 3_700_000) })
    .where('outcome', '=', 'failed')
    .execute()
  await expectRight(partner)
})

test.concurrent('pausing the queue in mid-run stops the sending, whoever found the work, and resuming it completes the run', async (context) => {
  // More than the workers take at once.
  const many = Array.from({ length: 300 }, (_, index) => ({ id: `m${index}`, usage: { [PERIOD]: index } }))
  const partner = await connected(context, { billingWorkers: 2 }, many)
  const { stack, operators, partnerKey } = partner
  await stack.control('PUT', 'faults', { partnerKey, latencyMs: 100 })
  const runId = await started(partner)
  await waitFor(async () => (await accepted(stack, partnerKey)) > 3, { everyMs: 5 })
  await operators.board('billing/pause')
  // What was claimed before is still sent.
  await waitFor(async () => !Object.values(await outcomes(stack, partner.partnerId, PERIOD)).includes('sending'))
  const before = (await callsInGradient(stack, partnerKey, 'count')).length
  // Longer than the workers wait before they look for work themselves, and many sweeps.
  const since = performance.now()
  await waitFor(() => performance.now() - since > 4_000)
  const calls = (await callsInGradient(stack, partnerKey, 'count')).length
  expect(calls).toBe(before)
  expect(calls).toBeLessThan(many.length)
  await operators.board('billing/resume')
  await finished(stack, runId)
  await expectRight(partner, Object.fromEntries(many.map(({ id, usage }) => [id, usage[PERIOD]])))
})

test.concurrent('all queues paused and resumed at once, the calendar among them, lose nothing', async (context) => {
  const partner = await connected(context, {})
  const { stack, operators, queues, partnerKey } = partner
  await stack.control('PUT', 'faults', { partnerKey, latencyMs: 30 })
  await operators.board('pause')
  const runId = await started(partner)
  await waitFor(async () => Object.keys(await outcomes(stack, partner.partnerId, PERIOD)).length === COMPANIES)
  await operators.board('resume')
  await operators.board('calendar/job-schedulers/monthly-run/run')
  await operators.board('calendar/promote')
  await finished(stack, runId)
  await expectRight(partner)
  const calendar = await queues.queue('calendar')
  await waitFor(async () => ((await calendar.getJobScheduler('monthly-run'))?.next ?? 0) > systemClock.now().getTime())
})

test.concurrent('copies of a job, many at once and while it is under way, send its count once', async (context) => {
  const partner = await connected(context, { billingWorkers: 2 })
  const { stack, operators, partnerKey } = partner
  await stack.control('PUT', 'faults', { partnerKey, latencyMs: 50 })
  const runId = await started(partner)
  const pushes = await waitFor(async () => {
    const rows = await stack.db.selectFrom('push').select(['id', 'nudge', 'connection_id']).execute()
    return rows.length === COMPANIES && rows
  })
  for (const { id, nudge, connection_id: connectionId } of pushes.slice(0, 10)) {
    const { name, data } = nudgePush({ id, nudge, connectionId })
    await Promise.all(Array.from({ length: 4 }, () => operators.board('billing/add', { name, data })))
  }
  await finished(stack, runId)
  await expectRight(partner)
  const counts = (await callsInGradient(stack, partnerKey, 'count')).filter(({ noBuild }) => noBuild === true)
  expect(counts).toHaveLength(COMPANIES)
  const { id, nudge, connection_id: connectionId } = pushes[0] ?? { id: '', nudge: 0, connection_id: '' }
  await operators.board('billing/add', { ...nudgePush({ id, nudge, connectionId }), options: {} })
  await none(partner, 'wait', 'active', 'delayed')
  expect((await callsInGradient(stack, partnerKey, 'count')).filter(({ noBuild }) => noBuild === true)).toHaveLength(
    COMPANIES,
  )
})

test.concurrent('an old job, retried or copied after a newer period was billed, sends nothing', async (context) => {
  const before = shiftPeriod(PERIOD, -1)
  const partner = await connected(context, { retry: { tries: 2, firstMs: 20, mostMs: 50 } }, [
    { id: 'a', usage: { [before]: 1, [PERIOD]: 2 } },
  ])
  const { stack, operators, partnerId, partnerKey, connectionId } = partner
  await stack.control('PUT', 'faults', { partnerKey, errors: [failing] })
  await planOlderMonth(stack, partnerId, before)
  const [job] = await jobsOf(partner, 'failed', before, ['a'])
  await stack.control('PUT', 'faults', { partnerKey, errors: null })
  await sendNow(stack, partnerId, PERIOD)
  expect(await countsInGradient(stack, partnerKey)).toEqual({ a: 2 })
  const calls = (await callsInGradient(stack, partnerKey, 'count')).length
  await operators.board('billing/add', { name: 'push-usage', data: job?.data })
  await operators.board(`billing/${job?.id}/retry`)
  await waitFor(async () => (await outcomes(stack, partnerId, before))['a'] === 'superseded')
  await none(partner, 'wait', 'active', 'delayed', 'failed')
  expect((await callsInGradient(stack, partnerKey, 'count')).length).toBe(calls)
  expect(await countsInGradient(stack, partnerKey)).toEqual({ a: 2 })
  expect(await outcomes(stack, partnerId, PERIOD)).toEqual({ a: 'accepted' })
  expect(connectionId).toBe(job?.data.connectionId)
})

test.concurrent('a copy of an old job sends the number that is reported now, not the one that it was made for', async (context) => {
  const partner = await connected(context, {})
  const { stack, operators, partnerId, partnerKey } = partner
  await sendNow(stack, partnerId, PERIOD)
  const { id, nudge, connection_id } = await stack.db
    .selectFrom('push')
    .select(['id', 'nudge', 'connection_id'])
    .where('company_id', '=', 'c4')
    .executeTakeFirstOrThrow()
  const { name, data } = nudgePush({ id, nudge, connectionId: connection_id })
  const report = stack.call('PUT', `/v1/partners/${partnerId}/companies/c4/usage/${PERIOD}`, { billableUsers: 99 })
  await Promise.all([report, ...Array.from({ length: 5 }, () => operators.board('billing/add', { name, data }))])
  await waitFor(async () => (await countsInGradient(stack, partnerKey))['c4'] === 99)
  await operators.board('billing/add', { name, data })
  await none(partner, 'wait', 'active')
  expect(await countsInGradient(stack, partnerKey)).toEqual({ ...expected, c4: 99 })
  const { maxConcurrentCountsPerAccount } = (await stack.control('GET', 'stats')) as Record<string, number>
  expect(maxConcurrentCountsPerAccount).toBe(1)
})
