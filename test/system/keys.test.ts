import { doubtKey, openPause, requestAccountSync, resumeSending } from '@bridge/db'
import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { expect, type TestContext, test } from 'vitest'
import { callsInGradient, partnerInGradient } from './gradient-view.ts'
import { startOwnStack } from './own-stack.ts'
import type { Stack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')

interface Connected {
  partnerId: string
  connectionId: string
  partnerKey: string
}

/** A stack, and partners with companies `c0`…, whose accounts are all made and mapped; company `cN` has N+1 users. */
async function connected(context: TestContext, count: number, companies = 1) {
  const stack = await startOwnStack(context, { workers: 2 })
  const partners: Connected[] = []
  for (let made = 0; made < count; made += 1) {
    const partnerId = await givenPartner(stack.db, {
      companies: Array.from({ length: companies }, (_, index) => ({ id: `c${index}`, usage: { [PERIOD]: index + 1 } })),
    })
    partners.push({ partnerId, ...(await stack.connect(partnerId)) })
  }
  for (const { connectionId, partnerKey } of partners) {
    await stack.synced(connectionId)
    await stack.control('POST', `partners/${partnerKey}/map`, { accountIds: 'all' })
  }
  return { stack, partners }
}

async function statuses(stack: Stack, partners: Connected[]): Promise<string[]> {
  const rows = await stack.db.selectFrom('connection').select(['id', 'status']).execute()
  return partners.map(({ connectionId }) => rows.find((row) => row.id === connectionId)?.status ?? 'absent')
}

async function inDoubt(stack: Stack): Promise<number> {
  const rows = await stack.db
    .selectFrom('connection')
    .select('id')
    .where('key_in_doubt_since', 'is not', null)
    .execute()
  return rows.length
}

test.concurrent('a vendor key that is refused for all stops all sending; no partner is blamed, and all goes on after a resume', async (context) => {
  const { stack, partners } = await connected(context, 5)
  await stack.control('PUT', 'faults', { errors: [{ kind: 'status_401' }] })
  for (const { connectionId } of partners) await requestAccountSync(stack.db, connectionId)
  const pause = await waitFor(() => openPause(stack.db))
  expect(pause).toMatchObject({
    reason: 'vendor_key_refused',
    detail: expect.stringContaining('GRADIENT_VENDOR_API_KEY'),
  })
  expect(await statuses(stack, partners)).toEqual(Array(5).fill('pending'))

  await resumeSending(stack.db, 'too early')
  expect(await waitFor(() => openPause(stack.db))).toMatchObject({ reason: 'vendor_key_refused' })
  expect(await statuses(stack, partners)).toEqual(Array(5).fill('pending'))

  await stack.control('DELETE', 'faults')
  await resumeSending(stack.db, 'operator')
  for (const { connectionId } of partners) await stack.synced(connectionId)
  await waitFor(async () => (await inDoubt(stack)) === 0)
  expect(await statuses(stack, partners)).toEqual(Array(5).fill('pending'))
  expect(await openPause(stack.db)).toBeUndefined()
})

test.concurrent('one partner’s refused key is that partner’s own: it needs a new one, and the others’ accounts are synced on', async (context) => {
  const { stack, partners } = await connected(context, 3)
  const [bad, ...good] = partners as [Connected, ...Connected[]]
  await stack.control('POST', `partners/${bad.partnerKey}/regenerate-key`)
  for (const { connectionId } of partners) await requestAccountSync(stack.db, connectionId)
  await waitFor(async () => (await statuses(stack, [bad]))[0] === 'needs_key')
  for (const { connectionId } of good) await stack.synced(connectionId)
  expect(await statuses(stack, partners)).toEqual(['needs_key', 'pending', 'pending'])
  expect(await inDoubt(stack)).toBe(0)
  expect(await openPause(stack.db)).toBeUndefined()
})

test.concurrent('two partners’ keys bad at once among five: both need new ones, and nothing is paused', async (context) => {
  const { stack, partners } = await connected(context, 5)
  for (const { partnerKey } of partners.slice(0, 2))
    await stack.control('POST', `partners/${partnerKey}/regenerate-key`)
  for (const { connectionId } of partners) await requestAccountSync(stack.db, connectionId)
  await waitFor(async () => (await statuses(stack, partners.slice(0, 2))).every((status) => status === 'needs_key'))
  for (const { connectionId } of partners.slice(2)) await stack.synced(connectionId)
  expect(await statuses(stack, partners.slice(2))).toEqual(['pending', 'pending', 'pending'])
  expect(await openPause(stack.db)).toBeUndefined()
})

test.concurrent('the only partner’s refused key is taken for its own', async (context) => {
  const { stack, partners } = await connected(context, 1)
  const [only] = partners as [Connected]
  await stack.control('POST', `partners/${only.partnerKey}/regenerate-key`)
  await requestAccountSync(stack.db, only.connectionId)
  await waitFor(async () => (await statuses(stack, [only]))[0] === 'needs_key')
  expect(await openPause(stack.db)).toBeUndefined()
})

test.concurrent('one odd refusal lifts by itself and what was under way goes on; the same again soon is taken for a refused key', async (context) => {
  const { stack, partners } = await connected(context, 2)
  const [odd] = partners as [Connected, Connected]
  await stack.control('PUT', 'faults', {
    partnerKey: odd.partnerKey,
    errors: [{ kind: 'status_401', route: 'accounts', times: 1 }],
  })
  await requestAccountSync(stack.db, odd.connectionId)
  await waitFor(
    async () =>
      ((await stack.control('GET', 'stats')) as { faults: Record<string, number> }).faults['status_401'] === 1,
  )
  await stack.synced(odd.connectionId)
  expect(await statuses(stack, [odd])).toEqual(['pending'])

  await stack.control('PUT', 'faults', {
    partnerKey: odd.partnerKey,
    errors: [{ kind: 'status_401', route: 'accounts' }],
  })
  await requestAccountSync(stack.db, odd.connectionId)
  await waitFor(async () => (await statuses(stack, [odd]))[0] === 'needs_key')
  expect(await callsInGradient(stack, odd.partnerKey, 'accounts')).toHaveLength(5)
  expect((await partnerInGradient(stack, odd.partnerKey)).accounts).toHaveLength(1)
})

test.concurrent('a doubt whose judge was lost is judged all the same: the sweep brings it along', async (context) => {
  const { stack, partners } = await connected(context, 2)
  const [partner] = partners as [Connected]
  const { connectionId } = partner
  expect(await doubtKey(stack.db, { connectionId, keyVersion: 1, reason: 'its process was killed' })).not.toBeNull()
  await waitFor(async () => (await inDoubt(stack)) === 0)
  expect(await statuses(stack, [partner])).toEqual(['pending'])
  expect(await callsInGradient(stack, partner.partnerKey, 'organization')).toHaveLength(2)
})

test.concurrent('while nobody’s answer tells, the key stays in doubt, no call with it starts, and the verdict comes when one does', async (context) => {
  const { stack, partners } = await connected(context, 2)
  const [bad, other] = partners as [Connected, Connected]
  await stack.control('PUT', 'faults', { partnerKey: other.partnerKey, errors: [{ kind: 'status_500', times: 1 }] })
  await stack.control('POST', `partners/${bad.partnerKey}/regenerate-key`)
  await requestAccountSync(stack.db, bad.connectionId)
  await waitFor(async () => (await callsInGradient(stack, other.partnerKey)).some(({ answered }) => answered === 500))
  expect(await statuses(stack, [bad, other])).toEqual(['pending', 'pending'])
  expect(await inDoubt(stack)).toBe(1)
  const calls = (await callsInGradient(stack, bad.partnerKey)).length
  await waitFor(async () => (await statuses(stack, [bad]))[0] === 'needs_key')
  // The one call more is the judge's own.
  expect(await callsInGradient(stack, bad.partnerKey)).toHaveLength(calls + 1)
  expect(await openPause(stack.db)).toBeUndefined()
})

test.concurrent('an anomaly that a judge meets stops all sending, and blames nobody', async (context) => {
  const { stack, partners } = await connected(context, 2)
  const [bad, other] = partners as [Connected, Connected]
  await stack.control('PUT', 'faults', { partnerKey: other.partnerKey, errors: [{ kind: 'status_403', times: 1 }] })
  await stack.control('POST', `partners/${bad.partnerKey}/regenerate-key`)
  await requestAccountSync(stack.db, bad.connectionId)
  const pause = await waitFor(() => openPause(stack.db))
  expect(pause).toMatchObject({ reason: 'anomaly', detail: expect.stringContaining(other.partnerId) })
  expect(await statuses(stack, [bad, other])).toEqual(['pending', 'pending'])
  await resumeSending(stack.db, 'operator')
  await waitFor(async () => (await statuses(stack, [bad]))[0] === 'needs_key')
})

test.concurrent('a disconnect waits for a probe with its key that is under way; after it has answered no call with that key begins', async (context) => {
  const { stack, partners } = await connected(context, 2)
  const [bad, other] = partners as [Connected, Connected]
  await stack.control('PUT', 'faults', { partnerKey: other.partnerKey, latencyMs: 500 })
  await stack.control('POST', `partners/${bad.partnerKey}/regenerate-key`)
  await requestAccountSync(stack.db, bad.connectionId)
  await waitFor(
    async () => (await callsInGradient(stack, other.partnerKey)).some(({ answered }) => answered === null),
    { everyMs: 5 },
  )
  const path = `/v1/partners/${other.partnerId}/gradient-connection`
  expect((await stack.call('DELETE', path)).status).toBe(204)
  const calls = await callsInGradient(stack, other.partnerKey)
  const [probe, farewell] = calls.slice(-2)
  expect([probe?.route, probe?.answered, farewell?.route]).toEqual(['organization', 200, 'status'])
  expect(farewell?.startedAtMs).toBeGreaterThanOrEqual(probe?.endedAtMs ?? Number.POSITIVE_INFINITY)
  await waitFor(async () => (await statuses(stack, [bad]))[0] === 'needs_key')
  expect(await callsInGradient(stack, other.partnerKey)).toHaveLength(calls.length)
})
