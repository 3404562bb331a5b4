import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ConsoleView, openConsole } from './console-view.ts'
import { countsInGradient, partnerInGradient } from './gradient-view.ts'
import { connectAndMap, newKey, pathOf, timedCalls } from './races-view.ts'
import { outcomes } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const OFTEN = { everyMs: 10 }

let stack: Stack
let view: ConsoleView
beforeAll(async () => {
  stack = await startStack({ workers: 2 })
  view = await openConsole(stack)
})
afterAll(async () => {
  await view.close()
  await stack.close()
})

async function partnerOf(companies: number) {
  const numbers = Object.fromEntries(Array.from({ length: companies }, (_, index) => [`c${index}`, index + 1]))
  const given = Object.entries(numbers).map(([id, count]) => ({ id, usage: { [PERIOD]: count } }))
  const partnerId = await givenPartner(stack.db, { companies: given })
  const partnerKey = await newKey(stack, partnerId)
  await connectAndMap(stack, partnerId, partnerKey)
  return { partnerId, partnerKey, numbers }
}

const accepted = async (partnerId: string) =>
  Object.values(await outcomes(stack, partnerId, PERIOD)).filter((outcome) => outcome === 'accepted').length

async function pause(scope: unknown): Promise<string> {
  const { status, body } = await view.call('POST', '/api/pauses', { scope, reason: 'under test' })
  expect(status).toBe(201)
  return (body as { id: string }).id
}

async function resume(id: string): Promise<void> {
  expect((await view.call('DELETE', `/api/pauses/${id}`, { reason: 'tested' })).status).toBe(200)
}

async function runNow(partnerId?: string): Promise<void> {
  expect((await view.call('POST', '/api/runs', { reason: 'under test', partnerId })).status).toBe(202)
}

/** The stop that holds, once one does. */
const stopped = () =>
  waitFor(async () => {
    const { data } = (await view.call('GET', '/api/pauses')).body as {
      data: { id: string; reason: string; scope: string }[]
    }
    return data[0]
  }, OFTEN)

/** The calls with a key that began in the next moment, while other work goes on. */
async function callsMeanwhile(partnerKey: string, meanwhile: () => Promise<unknown>): Promise<number> {
  const before = (await timedCalls(stack, partnerKey)).length
  await meanwhile()
  return (await timedCalls(stack, partnerKey)).length - before
}

test('one partner is stopped in mid-run: its calls end, the other’s go on; resumed, it ends with every number right', async () => {
  const [one, other] = [await partnerOf(60), await partnerOf(60)]
  await stack.control('PUT', 'faults', { latencyMs: 30 })
  await runNow()
  await waitFor(async () => (await accepted(one.partnerId)) > 5, OFTEN)
  const id = await pause({ partnerId: one.partnerId })
  await waitFor(async () => !Object.values(await outcomes(stack, one.partnerId, PERIOD)).includes('sending'), OFTEN)
  const calls = await callsMeanwhile(one.partnerKey, () =>
    waitFor(async () => (await accepted(other.partnerId)) === 60, OFTEN),
  )
  expect(calls).toBe(0)
  const { body } = await stack.call('GET', `/v1/partners/${one.partnerId}/billing/${PERIOD}?outcome=waiting&limit=1`)
  expect(body).toMatchObject({ data: [{ waitingReason: 'sending_paused' }] })
  expect((await stack.call('GET', pathOf(one.partnerId))).body).toMatchObject({ sendingPaused: true })
  expect((await stack.call('GET', pathOf(other.partnerId))).body).toMatchObject({ sendingPaused: false })
  await resume(id)
  await waitFor(async () => (await accepted(one.partnerId)) === 60, OFTEN)
  expect(await countsInGradient(stack, one.partnerKey)).toEqual(one.numbers)
  expect(await countsInGradient(stack, other.partnerKey)).toEqual(other.numbers)
})

test('counts alone are stopped: accounts are made all the same; and the other way round', async () => {
  const partner = await partnerOf(3)
  const counts = await pause('billing')
  await runNow(partner.partnerId)
  await stack.call('PUT', `/v1/partners/${partner.partnerId}/companies/new`, { name: 'New one' })
  await waitFor(
    async () => (await partnerInGradient(stack, partner.partnerKey)).accounts.some(({ id }) => id === 'new'),
    OFTEN,
  )
  expect(new Set(Object.values(await countsInGradient(stack, partner.partnerKey)))).toEqual(new Set([null]))
  const accounts = await pause('accounts')
  await resume(counts)
  await waitFor(async () => (await accepted(partner.partnerId)) === 3, OFTEN)
  await stack.call('PUT', `/v1/partners/${partner.partnerId}/companies/newer`, { name: 'Newer one' })
  await view.call('POST', `/api/partners/${partner.partnerId}/sync-accounts`, { reason: 'under test' })
  await view.call('POST', '/api/sweep', { reason: 'under test' })
  const { accounts: known } = await partnerInGradient(stack, partner.partnerKey)
  expect(known.map(({ id }) => id)).not.toContain('newer')
  await resume(accounts)
  await waitFor(
    async () => (await partnerInGradient(stack, partner.partnerKey)).accounts.some(({ id }) => id === 'newer'),
    OFTEN,
  )
})

test('a stopped partner may not connect or be told goodbye: no call of it is made', async () => {
  const partner = await partnerOf(1)
  const id = await pause({ partnerId: partner.partnerId })
  expect(await stack.call('PUT', pathOf(partner.partnerId), { partnerApiKey: partner.partnerKey })).toMatchObject({
    status: 503,
    body: { code: 'sending_paused' },
  })
  const calls = await callsMeanwhile(partner.partnerKey, async () =>
    expect((await stack.call('DELETE', pathOf(partner.partnerId))).status).toBe(204),
  )
  expect(calls).toBe(0)
  expect((await partnerInGradient(stack, partner.partnerKey)).status).not.toBe('inactive')
  await resume(id)
})

test('the stop after a 403 is seen and lifted in the console, and what waited goes on', async () => {
  const partner = await partnerOf(20)
  await stack.control('PUT', 'faults', {
    partnerKey: partner.partnerKey,
    errors: [{ kind: 'status_403', rate: 1, route: 'count' }],
  })
  await runNow(partner.partnerId)
  const stop = await stopped()
  expect(stop).toMatchObject({ scope: 'all', reason: 'anomaly' })
  // A call that is still under way would stop everything again.
  await waitFor(async () => !Object.values(await outcomes(stack, partner.partnerId, PERIOD)).includes('sending'), OFTEN)
  await stack.control('DELETE', 'faults')
  await resume(stop.id)
  await waitFor(async () => (await accepted(partner.partnerId)) === 20, OFTEN)
  expect(await countsInGradient(stack, partner.partnerKey)).toEqual(partner.numbers)
})

test('the stop after a refused vendor key is lifted in the console: too early it stops again; put right, all goes on, and no partner is to blame', async () => {
  const partners = [await partnerOf(10), await partnerOf(10)]
  await stack.control('PUT', 'faults', { errors: [{ kind: 'status_401' }] })
  for (const { partnerId } of partners) await runNow(partnerId)
  const stop = await stopped()
  expect(stop).toMatchObject({ scope: 'all', reason: 'vendor_key_refused' })
  await resume(stop.id)
  const again = await stopped()
  expect(again).toMatchObject({ scope: 'all', reason: 'vendor_key_refused' })
  expect(again.id).not.toBe(stop.id)
  await stack.control('DELETE', 'faults')
  await resume(again.id)
  for (const { partnerId, partnerKey, numbers } of partners) {
    await waitFor(async () => (await accepted(partnerId)) === 10, OFTEN)
    expect(await countsInGradient(stack, partnerKey)).toEqual(numbers)
  }
  const { data } = (await view.call('GET', '/api/audit?action=sending.resume&limit=2')).body as { data: unknown[] }
  expect(data).toMatchObject([stop, stop].map(() => ({ operator: 'Ada', before: { reason: 'vendor_key_refused' } })))
})
