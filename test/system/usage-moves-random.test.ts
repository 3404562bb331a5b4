import { setTimeout as delay } from 'node:timers/promises'
import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Stack, startStack } from './stack.ts'
import { arrived, expectComplete, expectNeverBack, givenReporting, orderRun, report } from './usage-moves-view.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const COMPANIES = 40
let stack: Stack
vi.setConfig({ testTimeout: 240_000 })
beforeAll(async () => {
  stack = await startStack({ workers: 2, sweepEveryMs: 100 })
})
afterAll(() => stack.close())

const company = fc.nat({ max: COMPANIES - 1 })
const step = fc.record({
  /** One company is reported alone, several are imported; the run is ordered at some of the steps. */
  companies: fc.oneof(
    { weight: 4, arbitrary: company.map((one) => [one]) },
    { weight: 1, arbitrary: fc.uniqueArray(company, { minLength: 2, maxLength: COMPANIES }) },
  ),
  runs: fc.boolean(),
  again: fc.boolean(),
  pauseMs: fc.nat({ max: 40 }),
})
const course = fc.record({
  before: fc.uniqueArray(company),
  slowMs: fc.integer({ min: 5, max: 150 }),
  steps: fc.array(step, { minLength: 20, maxLength: 60 }),
})
type Course = typeof course extends fc.Arbitrary<infer T> ? T : never

async function live({ before, slowMs, steps }: Course): Promise<void> {
  const newest: Record<string, number | null> = Object.fromEntries(
    Array.from({ length: COMPANIES }, (_, index) => [`c${index}`, null]),
  )
  let number = 0
  const next = (index: number) => {
    number += 1
    newest[`c${index}`] = number
    return { id: `c${index}`, count: number }
  }
  const had = Object.fromEntries(before.map((index) => [`c${index}`, next(index).count]))
  const partner = await givenReporting(
    stack,
    Object.keys(newest).map((id) => ({ id, ...(had[id] === undefined ? {} : { usage: { [PERIOD]: had[id] } }) })),
  )
  await stack.control('PUT', 'faults', { partnerKey: partner.partnerKey, latencyMs: { min: 0, max: slowMs } })
  const say = async (reports: { id: string; count: number }[]) => {
    const [only] = reports
    if (reports.length === 1 && only) {
      await report(stack, partner.partnerId, only.id, PERIOD, only.count)
      return
    }
    const lines = reports.map(({ id, count }) => `${partner.partnerId},${id},${PERIOD},${count}`)
    const csv = ['partner_id,company_id,period,billable_users', ...lines].join('\n')
    const { body } = await stack.call('POST', '/v1/imports', csv)
    expect(body).toMatchObject({ accepted: reports.length, rejected: 0 })
  }
  const runs = [await orderRun(stack, partner.partnerId, PERIOD)]
  for (const { companies, runs: ordered, again, pauseMs } of steps) {
    const reports = companies.map(next)
    // Reported in order, so that the newest is known; what is said twice is said at once.
    await Promise.all([say(reports), ...(again ? [say(reports)] : [])])
    if (ordered) runs.push(await orderRun(stack, partner.partnerId, PERIOD))
    await delay(pauseMs)
  }
  await arrived(stack, partner, newest)
  for (const runId of new Set(runs)) await expectComplete(stack, runId, COMPANIES)
  const sent = await expectNeverBack(stack, partner.partnerKey)
  const reported = Object.entries(newest).filter(([, count]) => count !== null)
  expect(Object.keys(sent).sort()).toEqual(reported.map(([id]) => id).sort())
}

test('whatever is reported while runs go, one by one, imported, or twice at once: Gradient ends with the newest number of each company, and no number goes back', async () => {
  await fc.assert(fc.asyncProperty(course, live), { numRuns: 6, seed: 20261101, endOnFailure: true })
})
