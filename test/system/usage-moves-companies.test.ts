import { createFakeClock, givenPartner, waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { monthlyRun } from './calendar-view.ts'
import { callsInGradient, countsInGradient, partnerInGradient } from './gradient-view.ts'
import { finished, outcomes } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'
import { arrived, expectComplete, expectNeverBack, orderRun, report } from './usage-moves-view.ts'

const clock = createFakeClock('2026-10-31T12:00:00Z')
let stack: Stack
beforeAll(async () => {
  stack = await startStack({ clock, workers: 2, unmappedRetryAfterMs: 300 })
})
afterAll(() => stack.close())

const many = (count: number, prefix = 'c') => Array.from({ length: count }, (_, index) => `${prefix}${index}`)

async function givenReporting(companies: Parameters<typeof givenPartner>[1]['companies']) {
  const partnerId = await givenPartner(stack.db, { companies })
  const made = await stack.connect(partnerId, { connectedAt: clock.now() })
  await stack.synced(made.connectionId)
  await stack.control('POST', `partners/${made.partnerKey}/map`, { accountIds: 'all' })
  return { partnerId, ...made }
}

async function register(partnerId: string, companyId: string): Promise<void> {
  const path = `/v1/partners/${partnerId}/companies/${companyId}`
  expect((await stack.call('PUT', path, { name: `Company ${companyId}` })).status).toBe(201)
}

test('archived in mid-run: this number is still sent, the month of the archival is still billed, then one 0 follows, then nothing', async () => {
  const stay = many(30)
  const months = (count: number) => ({
    '2026-10': count,
    '2026-11': count + 1,
    '2026-12': count + 2,
    '2027-01': count + 3,
  })
  const partner = await givenReporting([
    ...stay.map((id) => ({ id, usage: months(100) })),
    { id: 'leaves', usage: { '2026-10': 5 } },
    { id: 'leaves-silently', usage: { '2026-10': 6 } },
  ])
  const { partnerId, partnerKey } = partner
  const staying = (count: number) => Object.fromEntries(stay.map((id) => [id, count]))
  await stack.control('PUT', 'faults', { partnerKey, latencyMs: { min: 20, max: 150 } })
  clock.set('2026-11-01T05:00:00Z')
  const october = await monthlyRun(stack, '2026-10')
  await waitFor(async () => (await callsInGradient(stack, partnerKey, 'count')).length > 0, {
    everyMs: 5,
  })
  for (const id of ['leaves', 'leaves-silently'])
    expect((await stack.call('DELETE', `/v1/partners/${partnerId}/companies/${id}`)).status).toBe(204)
  await arrived(stack, partner, { ...staying(100), leaves: 5, 'leaves-silently': 6 })
  await expectComplete(stack, october.id, 32)

  await report(stack, partnerId, 'leaves', '2026-11', 7)
  clock.set('2026-12-01T06:00:00Z')
  await finished(stack, (await monthlyRun(stack, '2026-11')).id)
  expect(await countsInGradient(stack, partnerKey)).toEqual({ ...staying(101), leaves: 7, 'leaves-silently': 6 })
  expect(await outcomes(stack, partnerId, '2026-11')).toMatchObject({
    leaves: 'accepted',
    'leaves-silently': 'no_usage',
  })

  const late = `/v1/partners/${partnerId}/companies/leaves/usage/2026-12`
  expect(await stack.call('PUT', late, { billableUsers: 8 })).toMatchObject({
    status: 422,
    body: { code: 'company_archived' },
  })
  clock.set('2027-01-01T06:00:00Z')
  const december = await monthlyRun(stack, '2026-12')
  await finished(stack, december.id)
  expect(await countsInGradient(stack, partnerKey)).toEqual({ ...staying(102), leaves: 0, 'leaves-silently': 0 })
  await expectComplete(stack, december.id, 32)

  clock.set('2027-02-01T06:00:00Z')
  const january = await monthlyRun(stack, '2027-01')
  await finished(stack, january.id)
  await expectComplete(stack, january.id, 30)
  const zeroes = (await callsInGradient(stack, partnerKey, 'count')).filter(({ unitCount }) => unitCount === 0)
  expect(new Set(zeroes.map(({ accountId }) => accountId))).toEqual(new Set(['leaves', 'leaves-silently']))
  expect(zeroes.filter(({ noBuild }) => noBuild)).toHaveLength(2)
})

test('new in mid-run, registered and reported while the run is being planned and after: each has its number once it is mapped', async () => {
  clock.set('2027-02-10T12:00:00Z')
  const old = many(30)
  const partner = await givenReporting(old.map((id, index) => ({ id, usage: { '2027-01': index + 1 } })))
  const { partnerId, partnerKey } = partner
  await stack.control('PUT', 'faults', { partnerKey, latencyMs: { min: 5, max: 80 } })
  const appear = async (id: string, count: number) => {
    await register(partnerId, id)
    await report(stack, partnerId, id, '2027-01', count)
  }
  const early = many(10, 'early')
  const ordered = orderRun(stack, partnerId, '2027-01')
  await Promise.all(early.map((id, index) => appear(id, 100 + index)))
  const runId = await ordered
  await waitFor(async () => Object.values(await outcomes(stack, partnerId, '2027-01')).includes('accepted'), {})
  const after = many(5, 'late')
  for (const [index, id] of after.entries()) await appear(id, 200 + index)
  await register(partnerId, 'silent')

  const everybody = [...old, ...early, ...after, 'silent']
  await waitFor(async () => (await partnerInGradient(stack, partnerKey)).accounts.length === everybody.length, {})
  await stack.control('POST', `partners/${partnerKey}/map`, { accountIds: 'all' })
  const numbers = (ids: string[], from: number) => ids.map((id, index) => [id, from + index])
  await waitFor(async () => !Object.values(await outcomes(stack, partnerId, '2027-01')).includes('unmapped'), {})
  await arrived(stack, partner, {
    ...Object.fromEntries([...numbers(old, 1), ...numbers(early, 100), ...numbers(after, 200)]),
    silent: null,
  })
  const opened = Object.keys(await outcomes(stack, partnerId, '2027-01'))
  await expectComplete(stack, runId, opened.length)
  expect(opened.filter((id) => id !== 'silent').sort()).toEqual(everybody.filter((id) => id !== 'silent').sort())
  expect((await expectNeverBack(stack, partnerKey))['silent']).toBeUndefined()
})
