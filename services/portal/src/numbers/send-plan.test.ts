import { expect, test } from 'vitest'
import type { Month } from './months.ts'
import { plannedNumbers, sendPlanOf } from './send-plan.ts'

const period = '2026-10'
const at = '2026-11-01T05:00:00.000Z'
const lastRun = { id: 'r', period, startedAt: at, finishedAt: at }
const run = (outcomes: Record<string, number>) => ({
  period,
  runId: 'r',
  startedAt: at,
  finishedAt: at,
  expected: 0,
  outcomes,
})
const month: Month = {
  period,
  billableUsers: 420,
  companies: 25,
  sentUsers: 0,
  expected: 0,
  outcomes: null,
  startedAt: null,
  finishedAt: null,
  mappedSince: 0,
  mail: null,
  isOpen: true,
}
const active = { status: 'active', lastRun } as const

test('without a connection, or a key that works, nothing can be sent', () => {
  expect(sendPlanOf({ period, connection: { status: 'not_connected', lastRun: null }, run: null, month }).kind).toBe(
    'not_connected',
  )
  expect(sendPlanOf({ period, connection: { ...active, status: 'needs_key' }, run: null, month }).kind).toBe(
    'needs_key',
  )
})

test('a connection that has not sent the month sends all that was reported, also where a former one had sent it', () => {
  const plan = sendPlanOf({ period, connection: { status: 'pending', lastRun: null }, run: null, month })
  expect(plan).toEqual({ kind: 'first', companies: 25, users: 420 })
  expect(plannedNumbers(plan)).toBe(25)
  const former = { ...month, outcomes: { ...none, cancelled: 25 } }
  expect(sendPlanOf({ period, connection: { status: 'pending', lastRun: null }, run: null, month: former })).toEqual(
    plan,
  )
})

test('after that only those go again that were not mapped, did not get through or were refused', () => {
  const outcomes = { accepted: 18, unmapped: 4, failed: 2, refused: 1, no_usage: 3 }
  const plan = sendPlanOf({ period, connection: active, run: run(outcomes), month })
  expect(plan).toEqual({ kind: 'again', unmapped: 4, failed: 2, refused: 1, total: 7, held: 18, noUsage: 3 })
  expect(plannedNumbers(plan)).toBe(7)
})

test('where Gradient has all, nothing is sent', () => {
  const plan = sendPlanOf({ period, connection: active, run: run({ accepted: 18, no_usage: 3 }), month })
  expect(plan).toEqual({ kind: 'nothing', held: 18, noUsage: 3 })
  expect(plannedNumbers(plan)).toBe(0)
})

test('what waits or is being sent is under way already', () => {
  expect(sendPlanOf({ period, connection: active, run: run({ waiting: 2, sending: 1, unmapped: 4 }), month })).toEqual({
    kind: 'under_way',
    left: 3,
  })
})

test('before the live connection has told, the month itself tells', () => {
  const known = { ...month, outcomes: { ...none, accepted: 20, unmapped: 5 } }
  expect(sendPlanOf({ period, connection: active, run: undefined, month: known })).toMatchObject({
    kind: 'again',
    total: 5,
  })
})

const none = {
  waiting: 0,
  sending: 0,
  accepted: 0,
  unmapped: 0,
  no_usage: 0,
  refused: 0,
  failed: 0,
  cancelled: 0,
  superseded: 0,
}
