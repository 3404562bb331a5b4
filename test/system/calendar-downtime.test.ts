import { pauseSending, resumeSending } from '@bridge/db'
import type { Log, Running } from '@bridge/runtime'
import { createFakeClock, givenPartner, waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { calendarWasAsked, monthlyRun, monthlyRuns } from './calendar-view.ts'
import { countsInGradient } from './gradient-view.ts'
import { finished, outcomes } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'

const AN_HOUR_MS = 3_600_000
const USAGE: Record<string, number> = {
  '2026-10': 10,
  '2026-11': 11,
  '2026-12': 12,
  '2027-01': 1,
  '2027-02': 2,
  '2027-03': 3,
  '2027-04': 4,
}
const clock = createFakeClock('2026-10-31T12:00:00Z')
let stack: Stack
let partnerId: string
let partnerKey: string

beforeAll(async () => {
  stack = await startStack({ clock, schedulers: 0 })
  partnerId = await givenPartner(stack.db, {
    companies: [{ id: 'a', usage: USAGE }, { id: 'b', usage: USAGE }, { id: 'silent' }],
  })
  const made = await stack.connect(partnerId, { connectedAt: new Date('2026-10-31T12:00:00Z') })
  partnerKey = made.partnerKey
  const scheduler = await stack.startScheduler()
  await stack.synced(made.connectionId)
  await stack.control('POST', `partners/${partnerKey}/map`, { accountIds: 'all' })
  await scheduler.close()
})
afterAll(() => stack.close())

/** A log of which a test reads what was said as an error, and the numbers for Prometheus of the schedulers that write it. */
function errorLog() {
  const said: Record<string, unknown>[] = []
  const ports: number[] = []
  const log = {
    info: (fields: { healthPort?: number }) => fields.healthPort && ports.push(fields.healthPort),
    warn: () => {},
    error: (fields: object, message: string) => said.push({ ...fields, message }),
  }
  /** What each of them shows of the number. */
  const shown = (name: string) =>
    Promise.all(
      ports.map(async (port) => {
        const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
        return Number(new RegExp(`^${name}(?:{.*})? (.+)$`, 'm').exec(text)?.[1])
      }),
    )
  return { log: log as unknown as Log, said, shown }
}

async function arrived(period: string) {
  const run = await monthlyRun(stack, period)
  await finished(stack, run.id)
  expect(await outcomes(stack, partnerId, period)).toEqual({ a: 'accepted', b: 'accepted', silent: 'no_usage' })
  expect(await countsInGradient(stack, partnerKey)).toEqual({ a: USAGE[period], b: USAGE[period], silent: null })
}

const bodyOf = async (id: string) => (await stack.call('GET', `/v1/billing-runs/${id}`)).body as Record<string, unknown>
const closeAll = (schedulers: Running[]) => Promise.all(schedulers.map((scheduler) => scheduler.close()))

test.each([
  ['5 minutes', '2026-11-01T05:05:00Z', '2026-10', false],
  ['5 hours', '2026-12-01T11:00:00Z', '2026-11', false],
  ['20 days', '2027-01-21T06:00:00Z', '2026-12', true],
])(
  'down over the tick for %s: the first sweep after coming back starts the run, as catch_up, and every count arrives',
  async (_downFor, backAt, period, isLate) => {
    clock.set(backAt)
    const { log, said } = errorLog()
    const scheduler = await stack.startScheduler({ sweepEveryMs: AN_HOUR_MS, log })
    const run = await monthlyRun(stack, period)
    expect([run.kind, run.missed_at]).toEqual(['catch_up', null])
    await arrived(period)
    await scheduler.close()
    expect(said.map((each) => [each['period'], each['unsettled']])).toEqual(isLate ? [[period, 2]] : [])
    expect(await bodyOf(run.id)).toMatchObject({
      missedAt: null,
      alarmedAt: isLate ? expect.any(String) : null,
      unsettledAtDeadline: isLate ? 2 : null,
      secondsToDeadline: null,
      overdue: false,
    })
  },
)

test('down over two months: only the last closed one is billed; the missed ones are shown as missed and said once, by two schedulers at once, and not again after a restart', async () => {
  clock.set('2027-04-20T12:00:00Z')
  const { log, said, shown } = errorLog()
  const both = await Promise.all([stack.startScheduler({ log }), stack.startScheduler({ log })])
  await arrived('2027-03')
  await waitFor(async () => (await shown('billing_missed_months')).join() === '2,2')
  await closeAll(both)
  const again = await stack.startScheduler({ log })
  await calendarWasAsked(stack, '2027-03')
  await again.close()
  const missed = said.filter(({ message }) => String(message).startsWith('a month was missed'))
  expect(missed.map(({ period }) => period).sort()).toEqual(['2027-01', '2027-02'])
  const runs = await monthlyRuns(stack)
  expect(runs.map(({ period }) => period)).toEqual(Object.keys(USAGE).slice(0, 6))
  const listed = (await stack.call('GET', '/v1/billing-runs')).body as { data: Record<string, unknown>[] }
  for (const period of ['2027-01', '2027-02']) {
    const run = listed.data.find((each) => each['period'] === period)
    expect(run).toMatchObject({ kind: 'catch_up', missedAt: expect.any(String), plannedAt: null, expected: 0 })
    expect(run?.['finishedAt']).toBe(run?.['missedAt'])
    expect(await outcomes(stack, partnerId, period)).toEqual({})
    const kept = (await stack.call('GET', `/v1/partners/${partnerId}/companies/a/usage`)).body as {
      data: { period: string; billableUsers: number }[]
    }
    expect(kept.data.find((each) => each.period === period)?.billableUsers).toBe(USAGE[period])
  }
})

test('what is not settled at the deadline is alarmed once, by two schedulers at once, shown, and goes on', async () => {
  await pauseSending(stack.db, { reason: 'test', detail: 'held over the deadline', by: 'test' })
  clock.set('2027-05-01T05:00:00Z')
  const { log, said, shown } = errorLog()
  const both = await Promise.all([stack.startScheduler({ log }), stack.startScheduler({ log })])
  const run = await monthlyRun(stack, '2027-04')
  expect(run.kind).toBe('scheduled')
  clock.set('2027-05-01T12:59:59Z')
  await calendarWasAsked(stack, '2027-04')
  expect(await bodyOf(run.id)).toMatchObject({ secondsToDeadline: 1, overdue: false, alarmedAt: null })
  expect(said).toEqual([])

  clock.set('2027-05-01T13:00:00Z')
  await waitFor(async () => (await bodyOf(run.id))['alarmedAt'])
  await waitFor(() => said.length > 0)
  for (let time = 0; time < 3; time += 1) await calendarWasAsked(stack, '2027-04')
  expect(await bodyOf(run.id)).toMatchObject({
    secondsToDeadline: 0,
    overdue: true,
    unsettledAtDeadline: 2,
    finishedAt: null,
  })
  expect(said).toMatchObject([{ runId: run.id, period: '2027-04', unsettled: 2, needKey: 0, sendingPaused: true }])

  await waitFor(async () => (await shown('billing_overdue_runs')).join() === '1,1')

  await resumeSending(stack.db, 'test')
  await arrived('2027-04')
  await waitFor(async () => (await shown('billing_overdue_runs')).join() === '0,0')
  await closeAll(both)
  expect(await bodyOf(run.id)).toMatchObject({ overdue: false, secondsToDeadline: null, unsettledAtDeadline: 2 })
})
