import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callsInGradient, countsInGradient } from './gradient-view.ts'
import { finished, outcomes, sendNow } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const COMPANIES = 25
const TIMEOUT_MS = 700
const PATIENT = { tries: 40, firstMs: 20, mostMs: 100 }

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ timeoutMs: TIMEOUT_MS, retry: PATIENT, syncRetry: PATIENT, lostCallMs: 1_000 })
})
afterAll(() => stack.close())

const companies = Array.from({ length: COMPANIES }, (_, index) => ({ id: `c${index}`, usage: { [PERIOD]: index } }))
const expected = Object.fromEntries(companies.map(({ id, usage }) => [id, usage[PERIOD]]))

async function connected() {
  const partnerId = await givenPartner(stack.db, { companies })
  const made = { partnerId, ...(await stack.connect(partnerId)) }
  await stack.synced(made.connectionId)
  await stack.control('POST', `partners/${made.partnerKey}/map`, { accountIds: 'all' })
  return made
}

type Connected = Awaited<ReturnType<typeof connected>>

/** Every company ended as accepted, Gradient has its number, and whatever was sent again was the same number, never two at once. */
async function expectRight({ partnerId, partnerKey }: Connected): Promise<void> {
  const ended = await outcomes(stack, partnerId, PERIOD)
  expect(ended).toEqual(Object.fromEntries(companies.map(({ id }) => [id, 'accepted'])))
  expect(await countsInGradient(stack, partnerKey)).toEqual(expected)
  for (const call of await callsInGradient(stack, partnerKey, 'count'))
    expect(call.unitCount).toBe(expected[call.accountId ?? ''])
  const { maxConcurrentCountsPerAccount } = (await stack.control('GET', 'stats')) as Record<string, number>
  expect(maxConcurrentCountsPerAccount).toBe(1)
}

// What concerns one partner alone is played beside the others.

test.concurrent.each([
  'status_500',
  'status_500_after',
  'status_502_html',
  'status_503_empty',
  'status_404_html',
  'reset_before',
  'reset_after',
  'timeout_before',
  'timeout_after',
] as const)(
  'while Gradient plays %s on a third of the counts, every company ends right, and what was answered is not sent again',
  async (kind) => {
    const partner = await connected()
    await stack.control('PUT', 'faults', {
      partnerKey: partner.partnerKey,
      errors: [{ kind, route: 'count', rate: 0.33 }],
    })
    await sendNow(stack, partner.partnerId, PERIOD)
    await expectRight(partner)
    const calls = await callsInGradient(stack, partner.partnerKey, 'count')
    // One per company, the one that rebuilds the view, and one more for each that got no good answer.
    const struck = calls.filter(({ answered }) => answered !== 201).length
    expect(calls.length).toBe(COMPANIES + 1 + struck)
  },
)

test.concurrent('a count that gets 5xx until its tries are spent is failed alone, and the sweep brings it back an hour later', async () => {
  const partner = await connected()
  const { partnerKey } = partner
  await stack.control('PUT', 'faults', {
    partnerKey,
    errors: [{ kind: 'status_500', route: 'count', accountId: 'c3' }],
  })
  await sendNow(stack, partner.partnerId, PERIOD)
  expect(await outcomes(stack, partner.partnerId, PERIOD)).toMatchObject({
    c2: 'accepted',
    c3: 'failed',
    c4: 'accepted',
  })
  await stack.control('PUT', 'faults', { partnerKey, errors: null })
  await stack.db
    .updateTable('push')
    .set({ settled_at: new Date(systemClock.now().getTime() - 3_700_000) })
    .where('partner_id', '=', partner.partnerId)
    .where('outcome', '=', 'failed')
    .execute()
  await waitFor(async () => (await outcomes(stack, partner.partnerId, PERIOD))['c3'] === 'accepted')
  await waitFor(async () => (await countsInGradient(stack, partner.partnerKey))['c3'] === 3)
})

test.concurrent.each(['status_502_html', 'reset_after', 'timeout_after', 'status_500_after'] as const)(
  'all accounts are there in the end, while Gradient plays %s on every second call',
  async (kind) => {
    const partnerId = await givenPartner(stack.db, { companies })
    const made = { partnerId, ...(await stack.connect(partnerId, { faults: { errors: [{ kind, rate: 0.5 }] } })) }
    await waitFor(async () => {
      const rows = await stack.db
        .selectFrom('account')
        .select('state')
        .where('connection_id', '=', made.connectionId)
        .execute()
      return rows.every(({ state }) => state === 'present')
    })
    await stack.synced(made.connectionId)
    expect(Object.keys(await countsInGradient(stack, made.partnerKey)).sort()).toEqual(Object.keys(expected).sort())
  },
)

const calls = async () => ((await stack.control('GET', 'stats')) as { calls: number }).calls

test('5xx for everybody for a while: nothing fails, nobody is blamed, and the run ends by itself when it is over', async () => {
  const partners = [await connected(), await connected()]
  const errors = ['status_500', 'status_502_html', 'status_503_empty'].map((kind) => ({ kind, rate: 0.5 }))
  await stack.control('PUT', 'faults', { errors: [...errors, { kind: 'status_500' }] })
  const before = await calls()
  const { body } = await stack.call('POST', '/v1/billing-runs', { period: PERIOD })
  await waitFor(async () => (await calls()) > before + 100, {})
  for (const { partnerId } of partners)
    expect(new Set(Object.values(await outcomes(stack, partnerId, PERIOD)))).not.toContain('accepted')
  await stack.control('PUT', 'faults', { errors: null })
  await finished(stack, (body as { id: string }).id)
  for (const partner of partners) await expectRight(partner)
})
