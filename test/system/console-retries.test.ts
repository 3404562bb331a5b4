import { planRun, startRun } from '@bridge/db'
import { lastClosedPeriod, shiftPeriod } from '@bridge/domain'
import { createQueues, type Queues } from '@bridge/queue'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ConsoleView, openConsole } from './console-view.ts'
import { callsInGradient, countsInGradient } from './gradient-view.ts'
import { connectAndMap, newKey, pathOf, timedCalls } from './races-view.ts'
import { outcomes, sendNow } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const OFTEN = { everyMs: 10 }
const LATER = new Date('2100-01-01')

let stack: Stack
let view: ConsoleView
let queues: Queues
beforeAll(async () => {
  stack = await startStack({ workers: 2, retry: { tries: 2, firstMs: 5, mostMs: 10 } })
  view = await openConsole(stack)
  queues = createQueues({ redisUrl: stack.redisUrl, prefix: stack.queuePrefix, onError: () => {} })
})
afterAll(async () => {
  await view.close()
  await queues.close()
  await stack.close()
})
afterEach(() => stack.control('DELETE', 'faults'))

interface Partner {
  partnerId: string
  partnerKey: string
  connectionId: string
  numbers: Record<string, number>
}

/** A connected partner, all mapped, whose companies have reported 1, 2, 3 and so on. */
async function partnerOf(companies: number, period = PERIOD): Promise<Partner> {
  const numbers = Object.fromEntries(Array.from({ length: companies }, (_, index) => [`c${index}`, index + 1]))
  const partnerId = await givenPartner(stack.db, {
    companies: Object.entries(numbers).map(([id, count]) => ({ id, usage: { [period]: count } })),
  })
  const partnerKey = await newKey(stack, partnerId)
  return { partnerId, partnerKey, connectionId: await connectAndMap(stack, partnerId, partnerKey), numbers }
}

/** As `partnerOf`, and all of its counts have failed in the period's run. */
async function failedPartner(companies: number): Promise<Partner & { runId: string }> {
  const partner = await partnerOf(companies)
  await faults(partner, { errors: [{ kind: 'status_500', rate: 1, route: 'count' }] })
  const run = await startRun(stack.db, {
    period: PERIOD,
    kind: 'requested',
    partnerId: partner.partnerId,
    deadlineAt: LATER,
    connectedBy: LATER,
  })
  await waitFor(async () => [...(await states(partner))].join() === 'failed', OFTEN)
  await queueIsEmpty()
  await stack.control('DELETE', 'faults')
  expect(await states(partner)).toEqual(new Set(['failed']))
  return { ...partner, runId: run?.id ?? '' }
}

/** A job that is late claims a failed count once more, as one that is retried in the dashboard does: waits until there is none. */
async function queueIsEmpty(): Promise<void> {
  const queue = await queues.queue('billing')
  await waitFor(
    async () =>
      Object.values(await queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed')).every(
        (jobs) => jobs === 0,
      ),
    { ...OFTEN, what: 'the queue to be empty' },
  )
}

const faults = ({ partnerKey }: Partner, what: Record<string, unknown>) =>
  stack.control('PUT', 'faults', { partnerKey, ...what })
const states = async ({ partnerId }: Partner) => new Set(Object.values(await outcomes(stack, partnerId, PERIOD)))
const accepted = async ({ partnerId }: Partner) =>
  Object.values(await outcomes(stack, partnerId, PERIOD)).filter((outcome) => outcome === 'accepted').length

interface Retry {
  id: string
  status: string
  total: number
  done: number
  outcomes: Record<string, number>
  refused: { why: string; count: number }[]
}

async function preview(scope: object) {
  const { body } = await view.call('POST', '/api/retries/preview', { scope })
  return body as { willBeSent: number; refused: { why: string; count: number }[]; words: string; previewToken: string }
}

async function order(scope: object): Promise<string> {
  const { previewToken } = await preview(scope)
  const { status, body } = await view.call('POST', '/api/retries', { scope, reason: 'Gradient is back', previewToken })
  if (status !== 202) throw new Error(JSON.stringify(body))
  return (body as { id: string }).id
}

const retry = async (id: string) => (await view.call('GET', `/api/retries/${id}`)).body as Retry
const over = (id: string) =>
  waitFor(
    async () => {
      const seen = await retry(id)
      return ['done', 'stopped'].includes(seen.status) && seen
    },
    { ...OFTEN, what: `the retry ${id} to be over` },
  )

/** How often Gradient took a number for each company. */
async function timesTaken({ partnerKey }: Partner): Promise<Record<string, number>> {
  const times: Record<string, number> = {}
  for (const { accountId, answered } of await callsInGradient(stack, partnerKey, 'count')) {
    if (accountId !== null && answered === 201) times[accountId] = (times[accountId] ?? 0) + 1
  }
  return times
}

test('a group is retried while another partner’s run goes on: both end with every number right', async () => {
  const [failed, running] = [await failedPartner(60), await partnerOf(80)]
  await faults(running, { latencyMs: 40 })
  const run = sendNow(stack, running.partnerId, PERIOD)
  await waitFor(async () => (await accepted(running)) > 5, OFTEN)
  const { groups } = (await view.call('GET', `/api/failures?runId=${failed.runId}`)).body as {
    groups: { causeId: string; count: number; message: string }[]
  }
  expect(groups).toMatchObject([{ count: 60, message: 'Internal server error' }])
  const scope = { runId: failed.runId, causeId: groups[0]?.causeId }
  expect((await preview(scope)).words).toBe('60 counts will be sent.')
  const ended = await over(await order(scope))
  expect(ended).toMatchObject({ status: 'done', total: 60, done: 60, outcomes: { accepted: 60 } })
  expect(await countsInGradient(stack, failed.partnerKey)).toEqual(failed.numbers)
  await run
  expect(await countsInGradient(stack, running.partnerKey)).toEqual(running.numbers)
})

test('all of an old month is refused, and Gradient hears nothing of it: the newer numbers stand', async () => {
  const partner = await failedPartner(20)
  const next = shiftPeriod(PERIOD, 1)
  await sql`
    insert into usage_count (partner_id, company_id, period, billable_users, revision)
    select partner_id, company_id, ${next}, billable_users + 100, 1 from usage_count where partner_id = ${partner.partnerId}`.execute(
    stack.db,
  )
  const run = await startRun(stack.db, {
    period: next,
    kind: 'requested',
    partnerId: partner.partnerId,
    deadlineAt: LATER,
    connectedBy: LATER,
  })
  await planRun(stack.db, run?.id ?? '', LATER)
  const newer = Object.fromEntries(Object.entries(partner.numbers).map(([id, count]) => [id, count + 100]))
  await waitFor(
    async () =>
      Object.values(await outcomes(stack, partner.partnerId, next)).every((outcome) => outcome === 'accepted'),
    OFTEN,
  )
  expect(await countsInGradient(stack, partner.partnerKey)).toEqual(newer)
  const scope = { runId: partner.runId, outcomes: ['failed'] }
  expect(await preview(scope)).toMatchObject({ willBeSent: 0, refused: [{ why: 'newer_number', count: 20 }] })
  const { length } = await callsInGradient(stack, partner.partnerKey, 'count')
  expect(await over(await order(scope))).toMatchObject({ status: 'done', total: 0 })
  const rows = await stack.db
    .selectFrom('push')
    .select(['id'])
    .where('partner_id', '=', partner.partnerId)
    .where('period', '=', PERIOD)
    .execute()
  expect(await over(await order({ pushIds: rows.map(({ id }) => id) }))).toMatchObject({ total: 0 })
  await sql`select pg_sleep(0.5)`.execute(stack.db)
  expect((await callsInGradient(stack, partner.partnerKey, 'count')).length).toBeLessThanOrEqual(length + 1)
  expect(await countsInGradient(stack, partner.partnerKey)).toEqual(newer)
})

test('the partner disconnects in the middle of its retry: after the answer no call begins, and the retry ends with what became of each', async () => {
  const partner = await failedPartner(100)
  await faults(partner, { latencyMs: { min: 20, max: 200 } })
  const id = await order({ partnerId: partner.partnerId, period: PERIOD })
  await waitFor(async () => (await accepted(partner)) > 5, OFTEN)
  const { status } = await stack.call('DELETE', pathOf(partner.partnerId))
  const goneAtMs = Date.now()
  expect(status).toBe(204)
  const ended = await over(id)
  expect(
    (ended.outcomes['accepted'] ?? 0) +
      (ended.outcomes['cancelled'] ?? 0) +
      ended.refused.reduce((sum, { count }) => sum + count, 0),
  ).toBe(100)
  expect(ended.refused.every(({ why }) => why === 'disconnected')).toBe(true)
  expect((await timedCalls(stack, partner.partnerKey)).filter(({ startedAtMs }) => startedAtMs > goneAtMs)).toEqual([])
  expect(await states(partner)).toEqual(new Set(['accepted', 'cancelled']))
})

test('two retries of overlapping counts, ordered at once: Gradient takes each number once', async () => {
  const partner = await failedPartner(50)
  const scopes = [
    { runId: partner.runId, outcomes: ['failed'] },
    { partnerId: partner.partnerId, period: PERIOD },
  ]
  const ended = await Promise.all((await Promise.all(scopes.map(order))).map(over))
  const sent = ended.map(({ outcomes: became }) => became['accepted'] ?? 0)
  expect((sent[0] ?? 0) + (sent[1] ?? 0)).toBe(50)
  for (const { refused } of ended)
    expect(refused.every(({ why }) => why === 'under_way' || why === 'accepted')).toBe(true)
  await waitFor(async () => Object.values(await timesTaken(partner)).reduce((sum, times) => sum + times, 0) === 51, {
    ...OFTEN,
    what: 'the last call, which rebuilds the view',
  })
  expect(await countsInGradient(stack, partner.partnerKey)).toEqual(partner.numbers)
})

test('the console is gone the moment it has answered, and the queue is emptied: the retry goes on to its end', async () => {
  const partner = await failedPartner(120)
  await faults(partner, { latencyMs: 30 })
  const id = await order({ partnerId: partner.partnerId, period: PERIOD })
  await view.close()
  await waitFor(async () => (await accepted(partner)) > 5, OFTEN)
  await (await queues.queue('billing')).obliterate({ force: true })
  await waitFor(async () => (await accepted(partner)) === 120, OFTEN)
  await sql`delete from operator_session`.execute(stack.db)
  view = await openConsole(stack, 'Bob')
  expect(await over(id)).toMatchObject({ status: 'done', outcomes: { accepted: 120 } })
  expect(await countsInGradient(stack, partner.partnerKey)).toEqual(partner.numbers)
})

test('numbers change while retries are pressed again and again and calls fail: at the end Gradient has the newest of each', async () => {
  const partner = await failedPartner(40)
  await faults(partner, {
    latencyMs: { min: 5, max: 60 },
    errors: [
      { kind: 'status_500', rate: 0.3, route: 'count' },
      { kind: 'status_500_after', rate: 0.1, route: 'count' },
    ],
  })
  const scope = { partnerId: partner.partnerId, period: PERIOD }
  for (let round = 0; round < 6; round += 1) {
    const company = `c${(round * 7) % 40}`
    const count = 1_000 + round
    const put = await stack.call('PUT', `/v1/partners/${partner.partnerId}/companies/${company}/usage/${PERIOD}`, {
      billableUsers: count,
    })
    expect(put.status).toBe(200)
    partner.numbers[company] = count
    const ids = await Promise.all([order(scope), order(scope)])
    if (round % 2 === 1) await view.call('POST', `/api/retries/${ids[0]}/stop`, { reason: 'pressed too often' })
  }
  await stack.control('DELETE', 'faults')
  await waitFor(
    async () => {
      if ((await accepted(partner)) === 40) return true
      await over(await order(scope))
      return false
    },
    { timeoutMs: 90_000 },
  )
  expect(await countsInGradient(stack, partner.partnerKey)).toEqual(partner.numbers)
})
