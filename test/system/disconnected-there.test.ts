import { openPause, requestAccountSync, resumeSending } from '@bridge/db'
import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { describe, expect, type TestContext, test } from 'vitest'
import { callsInGradient, countsInGradient, partnerInGradient } from './gradient-view.ts'
import { startOwnStack } from './own-stack.ts'
import { outcomes, sendNow } from './send-now.ts'
import type { Stack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const COUNTS = { a: 5, b: 0, c: 12 }
const start = (context: TestContext) => startOwnStack(context, { unmappedRetryAfterMs: 300 })

interface Connected {
  partnerId: string
  connectionId: string
  partnerKey: string
}

/** A partner whose companies are mapped in Gradient, and whose month is sent. */
async function billed(stack: Stack): Promise<Connected> {
  const partnerId = await givenPartner(stack.db, {
    companies: Object.entries(COUNTS).map(([id, count]) => ({ id, usage: { [PERIOD]: count } })),
  })
  const made = { partnerId, ...(await stack.connect(partnerId)) }
  await stack.synced(made.connectionId)
  await stack.control('POST', `partners/${made.partnerKey}/map`, { accountIds: 'all' })
  await sendNow(stack, partnerId, PERIOD)
  expect(await countsInGradient(stack, made.partnerKey)).toEqual(COUNTS)
  return made
}

async function disconnectThere(stack: Stack, partner: Connected, answers: 401 | 403 | 404 | 200): Promise<void> {
  await stack.control('PUT', 'faults', { partnerKey: partner.partnerKey, afterDisconnect: answers })
  await stack.control('POST', `partners/${partner.partnerKey}/disconnect`)
}

/** The vendor's product reports another count for one company, which is sent at once. */
async function correct(stack: Stack, partner: Connected, companyId: string, billableUsers: number): Promise<void> {
  const path = `/v1/partners/${partner.partnerId}/companies/${companyId}/usage/${PERIOD}`
  expect((await stack.call('PUT', path, { billableUsers })).status).toBe(200)
}

const view = async (stack: Stack, { partnerId }: Connected) =>
  (await stack.call('GET', `/v1/partners/${partnerId}/gradient-connection`)).body as {
    status: string
    needsKeyReason: string | null
    accounts: Record<string, number>
  }

/** The partner connects again in Gradient, pastes the new key here, and maps all its accounts. Answers the new key. */
async function connectAgain(stack: Stack, partner: Connected): Promise<string> {
  const { partnerKey } = (await stack.control('POST', `partners/${partner.partnerKey}/regenerate-key`)) as Connected
  const path = `/v1/partners/${partner.partnerId}/gradient-connection`
  expect((await stack.call('PUT', path, { partnerApiKey: partnerKey })).status).toBe(200)
  await waitFor(async () => (await partnerInGradient(stack, partnerKey)).accounts.length === 3)
  await stack.control('POST', `partners/${partnerKey}/map`, { accountIds: 'all' })
  return partnerKey
}

describe.concurrent.each([401, 404, 200] as const)(
  'a partner that disconnects in Gradient, whose old key then gets %i',
  (answers) => {
    test('needs a key, alone; with a new one all its accounts are made again and its counts follow', async (context) => {
      const stack = await start(context)
      const other = await billed(stack)
      const partner = await billed(stack)
      await disconnectThere(stack, partner, answers)
      await correct(stack, partner, 'a', 6)
      await waitFor(async () => (await view(stack, partner)).status === 'needs_key')
      if (answers === 200) expect((await view(stack, partner)).needsKeyReason).toMatch(/disconnected in Gradient/)
      expect((await partnerInGradient(stack, partner.partnerKey)).accounts).toEqual([])
      await correct(stack, other, 'a', 7)
      await waitFor(async () => (await countsInGradient(stack, other.partnerKey))['a'] === 7)
      expect(await openPause(stack.db)).toBeUndefined()

      const calls = (await callsInGradient(stack, partner.partnerKey)).length
      await correct(stack, partner, 'a', 8)
      await correct(stack, other, 'a', 9)
      await waitFor(async () => (await countsInGradient(stack, other.partnerKey))['a'] === 9)
      expect(await callsInGradient(stack, partner.partnerKey)).toHaveLength(calls)

      const newKey = await connectAgain(stack, partner)
      await waitFor(async () =>
        Object.values(await outcomes(stack, partner.partnerId, PERIOD)).every((outcome) => outcome === 'accepted'),
      )
      await waitFor(async () => (await partnerInGradient(stack, newKey)).status === 'active')
      expect(await countsInGradient(stack, newKey)).toEqual({ ...COUNTS, a: 8 })
      expect((await view(stack, partner)).accounts).toMatchObject({ total: 3, present: 3, gone: 0 })
      const statuses = (await callsInGradient(stack, newKey, 'status')).map(({ path }) => path.split('/').at(-1))
      expect(statuses).toEqual(['pending'])
    })
  },
)

describe.concurrent('a partner that disconnects in Gradient, whose old key then gets 403', () => {
  test('stops everybody, is never read as disconnected; once an operator has disconnected it and resumed, the others go on', async (context) => {
    const stack = await start(context)
    const other = await billed(stack)
    const partner = await billed(stack)
    await disconnectThere(stack, partner, 403)
    await correct(stack, partner, 'a', 6)
    const pause = await waitFor(() => openPause(stack.db))
    expect(pause.reason).toBe('anomaly')
    await correct(stack, other, 'a', 7)
    expect((await view(stack, partner)).status).toBe('active')
    const calls = (await callsInGradient(stack, partner.partnerKey)).length

    expect((await stack.call('DELETE', `/v1/partners/${partner.partnerId}/gradient-connection`)).status).toBe(204)
    await resumeSending(stack.db, 'operator')
    await waitFor(async () => (await countsInGradient(stack, other.partnerKey))['a'] === 7)
    expect(await callsInGradient(stack, partner.partnerKey)).toHaveLength(calls)
    expect(await openPause(stack.db)).toBeUndefined()
    expect(await outcomes(stack, partner.partnerId, PERIOD)).toMatchObject({ a: 'cancelled' })
  })
})

test.concurrent('accounts deleted in Gradient, the integration alive: seen as gone, made again, and their counts follow the mapping', async (context) => {
  const stack = await start(context)
  const partner = await billed(stack)
  await stack.control('PUT', 'faults', { partnerKey: partner.partnerKey, afterDisconnect: 200 })
  await stack.control('POST', `partners/${partner.partnerKey}/disconnect`)
  await pretendActive(stack, partner)
  await stack.control('PUT', 'faults', {
    partnerKey: partner.partnerKey,
    errors: [{ kind: 'status_500', route: 'accounts', method: 'POST', times: 1 }],
  })
  await requestAccountSync(stack.db, partner.connectionId)
  await waitFor(async () => (await view(stack, partner)).accounts['gone'] === 3)
  await waitFor(async () => (await partnerInGradient(stack, partner.partnerKey)).accounts.length === 3)
  await stack.synced(partner.connectionId)
  expect(await view(stack, partner)).toMatchObject({ status: 'active', accounts: { present: 3, gone: 0 } })
  await stack.control('POST', `partners/${partner.partnerKey}/map`, { accountIds: 'all' })
  await waitFor(async () =>
    Object.values(await countsInGradient(stack, partner.partnerKey)).every((count) => count !== null),
  )
  expect(await countsInGradient(stack, partner.partnerKey)).toEqual(COUNTS)
})

test.concurrent('a mapping that the partner took away: the count waits for it unmapped, nothing is made anew, and follows once it is mapped', async (context) => {
  const stack = await start(context)
  const partner = await billed(stack)
  await stack.control('POST', `partners/${partner.partnerKey}/unmap`, { accountIds: ['a'] })
  const posts = async () =>
    (await callsInGradient(stack, partner.partnerKey, 'accounts')).filter(({ method }) => method === 'POST').length
  const before = await posts()
  await correct(stack, partner, 'a', 6)
  await waitFor(async () => (await outcomes(stack, partner.partnerId, PERIOD))['a'] === 'unmapped')
  await stack.synced(partner.connectionId)
  await stack.control('POST', `partners/${partner.partnerKey}/map`, { accountIds: ['a'] })
  await waitFor(async () => (await countsInGradient(stack, partner.partnerKey))['a'] === 6)
  expect(await posts()).toBe(before)
  expect(await view(stack, partner)).toMatchObject({ status: 'active', accounts: { present: 3 } })
})

/** Sets the status in Gradient from outside, so that only the accounts are gone. */
async function pretendActive(stack: Stack, { partnerKey }: Connected): Promise<void> {
  const token = Buffer.from(`test-vendor-key:${partnerKey}`).toString('base64')
  const answer = await fetch(`${stack.sandboxUrl}/api/vendor-api/organization/status/active`, {
    method: 'PATCH',
    headers: { 'GRADIENT-TOKEN': token, 'content-type': 'application/json' },
    body: '{}',
  })
  expect(answer.status).toBe(200)
}
