import { callsUnderWay, openPause, resumeSending } from '@bridge/db'
import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { expect, type TestContext, test } from 'vitest'
import { callsInGradient, countsInGradient } from './gradient-view.ts'
import { startOwnStack } from './own-stack.ts'
import { finished, outcomes } from './send-now.ts'
import type { Stack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const COMPANIES = 60
/** More than the stack's one billing worker begins until it stops: 20 at once, and in each place the next one while the doubt of a key is being written. Far less than what waits. */
const IN_FLIGHT = 45
/** Of one judge: three others and its own, and all of them once more where a refusal came after it had begun. */
const PROBES = 8

interface Connected {
  partnerId: string
  connectionId: string
  partnerKey: string
}

const companies = Array.from({ length: COMPANIES }, (_, index) => ({ id: `c${index}`, usage: { [PERIOD]: index + 1 } }))
const expected = Object.fromEntries(companies.map(({ id, usage }) => [id, usage[PERIOD]]))

async function connected(context: TestContext, count: number) {
  const stack = await startOwnStack(context)
  const partners: Connected[] = []
  for (let made = 0; made < count; made += 1) {
    const partnerId = await givenPartner(stack.db, { companies })
    partners.push({ partnerId, ...(await stack.connect(partnerId)) })
  }
  for (const { connectionId, partnerKey } of partners) {
    await stack.synced(connectionId)
    await stack.control('POST', `partners/${partnerKey}/map`, { accountIds: 'all' })
  }
  return { stack, partners }
}

/** Starts the run of all partners and waits until it is well under way for each of them. */
async function runUnderWay(stack: Stack, partners: Connected[]): Promise<string> {
  await stack.control('PUT', 'faults', { latencyMs: 50 })
  const { status, body } = await stack.call('POST', '/v1/billing-runs', { period: PERIOD })
  expect(status).toBe(202)
  for (const { partnerId } of partners)
    await waitFor(async () => Object.values(await outcomes(stack, partnerId, PERIOD)).includes('accepted'), {
      everyMs: 5,
    })
  return (body as { id: string }).id
}

async function statusOf(stack: Stack, { connectionId }: Connected): Promise<string> {
  const row = await stack.db
    .selectFrom('connection')
    .select('status')
    .where('id', '=', connectionId)
    .executeTakeFirstOrThrow()
  return row.status
}

async function untilNothingIsUnderWay(stack: Stack, partners: Connected[]): Promise<void> {
  await waitFor(async () => {
    const calls = await Promise.all(partners.map(({ connectionId }) => callsUnderWay(stack.db, connectionId)))
    return calls.every((count) => count === 0)
  })
}

const stats = async (stack: Stack) =>
  (await stack.control('GET', 'stats')) as { calls: number; faults: Record<string, number> }

async function countCalls(stack: Stack, partners: Connected[]): Promise<number> {
  const calls = await Promise.all(partners.map(({ partnerKey }) => callsInGradient(stack, partnerKey, 'count')))
  return calls.flat().length
}

/** After the last count of all one waits again, to be sent once more. */
async function viewIsRebuilt(stack: Stack, { connectionId }: Connected): Promise<boolean> {
  const part = stack.db.selectFrom('partner_run').select('rebuild_due').where('connection_id', '=', connectionId)
  return !(await part.executeTakeFirstOrThrow()).rebuild_due
}

/** Each outcome that there is, once. */
async function outcomesOf(stack: Stack, { partnerId }: Connected): Promise<string[]> {
  return [...new Set(Object.values(await outcomes(stack, partnerId, PERIOD)))]
}

/** Every company has its own number, and no call ever carried another. */
async function expectAllRight(stack: Stack, partner: Connected, partnerKey = partner.partnerKey): Promise<void> {
  expect(await outcomesOf(stack, partner)).toEqual(['accepted'])
  expect(await countsInGradient(stack, partnerKey)).toEqual(expected)
  for (const call of await callsInGradient(stack, partnerKey, 'count'))
    expect(call.unitCount).toBe(expected[call.accountId ?? ''])
}

test.concurrent('a vendor key that breaks in mid-run stops all sending and blames nobody; repaired and resumed, every count is right', async (context) => {
  const { stack, partners } = await connected(context, 5)
  const runId = await runUnderWay(stack, partners)
  await stack.control('PUT', 'faults', { errors: [{ kind: 'status_401' }] })
  expect(await waitFor(() => openPause(stack.db))).toMatchObject({ reason: 'vendor_key_refused' })
  await untilNothingIsUnderWay(stack, partners)
  const calls = (await stats(stack)).calls
  const counts = await countCalls(stack, partners)
  const { partnerId } = partners[0] as Connected
  await stack.call('PUT', `/v1/partners/${partnerId}/companies/c0/usage/${PERIOD}`, { billableUsers: 1 })
  const shown = await stack.call('GET', `/v1/partners/${partnerId}/gradient-connection`)
  expect(shown.body).toMatchObject({ status: 'active', sendingPaused: true })
  for (const partner of partners) expect(await statusOf(stack, partner)).toBe('active')

  await resumeSending(stack.db, 'too early')
  expect(await waitFor(() => openPause(stack.db))).toMatchObject({ reason: 'vendor_key_refused' })
  await untilNothingIsUnderWay(stack, partners)
  const sent = (await countCalls(stack, partners)) - counts
  expect(sent).toBeLessThan(IN_FLIGHT)
  expect((await stats(stack)).calls - calls - sent).toBeLessThanOrEqual(partners.length * PROBES)
  for (const partner of partners) expect(await statusOf(stack, partner)).toBe('active')

  await stack.control('PUT', 'faults', { errors: null })
  await resumeSending(stack.db, 'operator')
  await finished(stack, runId)
  for (const partner of partners) {
    expect(await statusOf(stack, partner)).toBe('active')
    await expectAllRight(stack, partner)
  }
  expect(await openPause(stack.db)).toBeUndefined()
})

test.concurrent('one partner’s key that is refused in mid-run: it stops within the calls in flight, the others’ run ends right; a new key completes it', async (context) => {
  const { stack, partners } = await connected(context, 4)
  const [bad, ...good] = partners as [Connected, ...Connected[]]
  const runId = await runUnderWay(stack, partners)
  const { partnerKey: newKey } = (await stack.control('POST', `partners/${bad.partnerKey}/regenerate-key`)) as Connected
  await waitFor(async () => (await statusOf(stack, bad)) === 'needs_key')
  await finished(stack, runId)
  for (const partner of good) await expectAllRight(stack, partner)
  const refused = (await callsInGradient(stack, bad.partnerKey)).filter(({ answered }) => answered === 401)
  expect(refused.length).toBeLessThan(IN_FLIGHT)
  expect(await openPause(stack.db)).toBeUndefined()
  expect(Object.values(await outcomes(stack, bad.partnerId, PERIOD)).filter((outcome) => outcome === 'failed')).toEqual(
    [],
  )

  const path = `/v1/partners/${bad.partnerId}/gradient-connection`
  expect((await stack.call('PUT', path, { partnerApiKey: newKey })).status).toBe(200)
  await waitFor(async () => (await viewIsRebuilt(stack, bad)) && String(await outcomesOf(stack, bad)) === 'accepted')
  await expectAllRight(stack, bad, newKey)
})

test.concurrent('two partners’ keys that are refused in mid-run among five: both need new ones, nothing is paused, the others’ run ends right', async (context) => {
  const { stack, partners } = await connected(context, 5)
  const runId = await runUnderWay(stack, partners)
  const [bad, good] = [partners.slice(0, 2), partners.slice(2)]
  for (const { partnerKey } of bad) await stack.control('POST', `partners/${partnerKey}/regenerate-key`)
  await finished(stack, runId)
  for (const partner of bad) expect(await statusOf(stack, partner)).toBe('needs_key')
  for (const partner of good) await expectAllRight(stack, partner)
  expect(await openPause(stack.db)).toBeUndefined()
})

test.concurrent('a moment in which one partner’s calls are refused costs it nothing but time: no new key is asked for, every count is right', async (context) => {
  const { stack, partners } = await connected(context, 3)
  const [odd] = partners as [Connected]
  // Its first three, which leave together; their answers take a while, so that all three are on their way before the first comes.
  const errors = [{ kind: 'status_401', route: 'count', times: 3 }]
  await stack.control('PUT', 'faults', { partnerKey: odd.partnerKey, latencyMs: 800, errors })
  const runId = await runUnderWay(stack, partners)
  await finished(stack, runId)
  expect((await stats(stack)).faults['status_401']).toBe(3)
  for (const partner of partners) {
    expect(await statusOf(stack, partner)).toBe('active')
    await expectAllRight(stack, partner)
  }
})
