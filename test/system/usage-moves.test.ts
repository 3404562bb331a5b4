import { lastClosedPeriod, shiftPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callsInGradient } from './gradient-view.ts'
import { finished, outcomes } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'
import { arrived, expectComplete, expectNeverBack, givenReporting, orderRun, report } from './usage-moves-view.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
let stack: Stack
beforeAll(async () => {
  // No sweep: what a report does by itself must be enough, but for the race with the plan, which the random courses have.
  stack = await startStack({ workers: 2, sweepEveryMs: 3_600_000 })
})
afterAll(() => stack.close())

async function sendNow(partnerId: string): Promise<string> {
  const runId = await orderRun(stack, partnerId, PERIOD)
  await finished(stack, runId)
  return runId
}
const many = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`)
const usage = (count: number) => ({ [PERIOD]: count })
const history = async (partnerId: string, companyId: string, period: string) => {
  const path = `/v1/partners/${partnerId}/companies/${companyId}/usage?period=${period}`
  const { body } = await stack.call('GET', path)
  return (body as { data: { revision: number; billableUsers: number; replacedAt: string | null }[] }).data
}

test('counts that arrive while the run goes, one by one: each company ends with its newest, and one that is silent gets none', async () => {
  const ids = many(40)
  const partner = await givenReporting(stack, [...ids.map((id) => ({ id })), { id: 'silent' }])
  await stack.control('PUT', 'faults', { partnerKey: partner.partnerKey, latencyMs: { min: 5, max: 80 } })
  for (const id of ids.slice(0, 20)) await report(stack, partner.partnerId, id, PERIOD, 10)
  const runId = await orderRun(stack, partner.partnerId, PERIOD)
  await waitFor(async () => (await callsInGradient(stack, partner.partnerKey, 'count')).length > 0, {
    everyMs: 5,
  })
  for (const id of ids) await report(stack, partner.partnerId, id, PERIOD, 20)
  await arrived(stack, partner, { ...Object.fromEntries(ids.map((id) => [id, 20])), silent: null })
  await expectComplete(stack, runId, 41)
  expect((await outcomes(stack, partner.partnerId, PERIOD))['silent']).toBe('no_usage')
  expect((await expectNeverBack(stack, partner.partnerKey))['silent']).toBeUndefined()
})

test('two imports of all companies in mid-run, one behind the other: each company ends with the newest', async () => {
  const ids = many(60)
  const partner = await givenReporting(
    stack,
    ids.map((id, index) => ({ id, usage: usage(index + 1) })),
  )
  await stack.control('PUT', 'faults', { partnerKey: partner.partnerKey, latencyMs: { min: 5, max: 80 } })
  const runId = await orderRun(stack, partner.partnerId, PERIOD)
  const sent = async () => (await callsInGradient(stack, partner.partnerKey, 'count')).length
  for (const add of [100, 200]) {
    const before = await sent()
    await waitFor(async () => (await sent()) > before + 5, { everyMs: 5 })
    const lines = ids.map((id, index) => `${partner.partnerId},${id},${PERIOD},${index + 1 + add}`)
    const csv = ['partner_id,company_id,period,billable_users', ...lines].join('\n')
    expect((await stack.call('POST', '/v1/imports', csv)).body).toMatchObject({ accepted: 60, rejected: 0 })
  }
  await arrived(stack, partner, Object.fromEntries(ids.map((id, index) => [id, index + 201])))
  await expectComplete(stack, runId, 60)
  await expectNeverBack(stack, partner.partnerKey)
})

test('corrected twice within a second, in the middle of its call: the number in flight ends, and the last one follows it', async () => {
  const partner = await givenReporting(stack, [{ id: 'a', usage: usage(1) }])
  await stack.control('PUT', 'faults', { partnerKey: partner.partnerKey, latencyMs: 600 })
  const runId = await orderRun(stack, partner.partnerId, PERIOD)
  const calls = () => callsInGradient(stack, partner.partnerKey, 'count')
  await waitFor(async () => (await calls()).length === 1, { everyMs: 5 })
  expect(await report(stack, partner.partnerId, 'a', PERIOD, 2)).toBe(2)
  expect(await report(stack, partner.partnerId, 'a', PERIOD, 3)).toBe(3)
  await arrived(stack, partner, { a: 3 })
  await expectComplete(stack, runId, 1)
  // 2 is sent only where the machine was so slow that the first call had ended before the second correction came.
  const numbers = (await expectNeverBack(stack, partner.partnerKey))['a'] ?? []
  expect([numbers[0], numbers.at(-1)]).toEqual([1, 3])
  expect(await history(partner.partnerId, 'a', PERIOD)).toMatchObject([
    { revision: 3, billableUsers: 3, replacedAt: null },
    { revision: 2, billableUsers: 2, replacedAt: expect.any(String) },
    { revision: 1, billableUsers: 1, replacedAt: expect.any(String) },
  ])
})

test('after the run: sent as a new revision by itself, down to zero too, and a number for a silent company as well', async () => {
  const partner = await givenReporting(stack, [{ id: 'a', usage: usage(9) }, { id: 'silent' }])
  const runId = await sendNow(partner.partnerId)
  await arrived(stack, partner, { a: 9, silent: null })
  await report(stack, partner.partnerId, 'a', PERIOD, 0)
  await arrived(stack, partner, { a: 0, silent: null })
  await report(stack, partner.partnerId, 'silent', PERIOD, 4)
  await arrived(stack, partner, { a: 0, silent: 4 })
  await expectComplete(stack, runId, 2)
})

test('for an older period: kept and shown, never sent', async () => {
  const older = shiftPeriod(PERIOD, -1)
  const partner = await givenReporting(stack, [{ id: 'a', usage: { [older]: 3, ...usage(5) } }])
  const runId = await sendNow(partner.partnerId)
  await arrived(stack, partner, { a: 5 })
  const calls = await callsInGradient(stack, partner.partnerKey, 'count')
  expect(await report(stack, partner.partnerId, 'a', older, 77)).toBe(2)
  await sendNow(partner.partnerId)
  expect(await callsInGradient(stack, partner.partnerKey, 'count')).toEqual(calls)
  expect(await history(partner.partnerId, 'a', older)).toMatchObject([
    { revision: 2, billableUsers: 77, replacedAt: null },
    { revision: 1, billableUsers: 3, replacedAt: expect.any(String) },
  ])
  const { body } = await stack.call('GET', `/v1/partners/${partner.partnerId}/billing/${PERIOD}`)
  expect(body).toMatchObject({ data: [{ companyId: 'a', unitCount: 5, outcome: 'accepted' }] })
  await expectComplete(stack, runId, 1)
})

test('the same month sent three times: the same numbers make no revision and no call; of different ones the newest stands', async () => {
  const ids = many(20)
  const partner = await givenReporting(
    stack,
    ids.map((id) => ({ id })),
  )
  const month = (add: number) =>
    Promise.all(ids.map((id, index) => report(stack, partner.partnerId, id, PERIOD, index + add)))
  const numbers = (add: number) => Object.fromEntries(ids.map((id, index) => [id, index + add]))
  await month(1)
  const runId = await sendNow(partner.partnerId)
  await arrived(stack, partner, numbers(1))
  const calls = await callsInGradient(stack, partner.partnerKey, 'count')
  for (let time = 0; time < 2; time += 1) expect(new Set(await month(1))).toEqual(new Set([1]))
  await sendNow(partner.partnerId)
  expect(await callsInGradient(stack, partner.partnerKey, 'count')).toEqual(calls)
  for (const add of [40, 80]) await month(add)
  await arrived(stack, partner, numbers(80))
  await expectComplete(stack, runId, 20)
  await expectNeverBack(stack, partner.partnerKey)
})
