import { setTimeout as delay } from 'node:timers/promises'
import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { countsInGradient } from './gradient-view.ts'
import {
  connectAndMap,
  newKey,
  pathOf,
  replayEveryJob,
  type Timed,
  type TimedCall,
  timed,
  timedCalls,
} from './races-view.ts'
import { type Stack, startStack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const SEQUENCES = 30
const AT_ONCE = 5
const COMPANIES = 8
let stack: Stack
vi.setConfig({ testTimeout: 240_000 })
beforeAll(async () => {
  stack = await startStack({ workers: 2, sweepEveryMs: 100, unmappedRetryAfterMs: 200 })
})
afterAll(() => stack.close())

/** What is done next, whether the one before is waited for, and after how long. */
const step = fc.record({
  act: fc.constantFrom('connect', 'connect', 'disconnect', 'disconnect', 'report', 'report', 'run', 'map'),
  company: fc.nat({ max: COMPANIES - 1 }),
  waits: fc.boolean(),
  pauseMs: fc.nat({ max: 40 }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
const sequences = fc.sample(fc.array(step, { minLength: 8, maxLength: 16 }), { numRuns: SEQUENCES, seed: 20261101 })

interface Played {
  puts: Timed[]
  deletes: Timed[]
  /** The newest number of each company. */
  reported: Record<string, number>
}

async function play(steps: Step[], partnerId: string, partnerKey: string): Promise<Played> {
  const played: Played = { puts: [], deletes: [], reported: {} }
  let number = 0
  const report = async (company: number) => {
    number += 1
    played.reported[`c${company}`] = number
    const path = `/v1/partners/${partnerId}/companies/c${company}/usage/${PERIOD}`
    expect((await stack.call('PUT', path, { billableUsers: number })).status).toBe(200)
  }
  const acts: Record<Step['act'], (company: number) => Promise<unknown>> = {
    async connect() {
      const answer = await timed(stack, 'PUT', pathOf(partnerId), { partnerApiKey: partnerKey })
      expect([200, 201]).toContain(answer.status)
      played.puts.push(answer)
    },
    async disconnect() {
      const answer = await timed(stack, 'DELETE', pathOf(partnerId))
      expect(answer.status).toBe(204)
      played.deletes.push(answer)
    },
    report,
    run: () => stack.call('POST', '/v1/billing-runs', { period: PERIOD, partnerId }),
    map: () => stack.control('POST', `partners/${partnerKey}/map`, { accountIds: 'all' }),
  }
  const open: Promise<unknown>[] = []
  // One company's reports follow one another, so that the newest is known; all else happens at once.
  let reports: Promise<unknown> = Promise.resolve()
  for (const { act, company, waits, pauseMs } of steps) {
    const doing = act === 'report' ? reports.then(() => report(company)) : acts[act](company)
    if (act === 'report') reports = doing
    open.push(doing)
    if (waits) await doing
    else await delay(pauseMs)
  }
  await Promise.all(open)
  return played
}

/** Calls that began after a disconnect had answered, although nobody had asked to be connected since it began. */
function forbidden(calls: TimedCall[], { puts, deletes }: Played): TimedCall[] {
  return calls.filter(({ startedAtMs }) =>
    deletes.some(
      (gone) =>
        gone.answeredAtMs < startedAtMs &&
        !puts.some((put) => put.answeredAtMs >= gone.sentAtMs && put.sentAtMs <= startedAtMs),
    ),
  )
}

/** Accounts whose number went back: the numbers reported only grow. */
function wentBack(calls: TimedCall[]): string[] {
  const last = new Map<string, number>()
  return calls.flatMap(({ route, accountId, unitCount }) => {
    if (route !== 'count' || accountId === null || unitCount === null) return []
    const before = last.get(accountId) ?? 0
    last.set(accountId, unitCount)
    return unitCount < before ? [`${accountId}: ${before}, then ${unitCount}`] : []
  })
}

async function playThrough(steps: Step[]): Promise<void> {
  const companies = Array.from({ length: COMPANIES }, (_, index) => ({ id: `c${index}` }))
  const partnerId = await givenPartner(stack.db, { companies })
  const partnerKey = await newKey(stack, partnerId)
  await stack.control('PUT', 'faults', { partnerKey, latencyMs: { min: 0, max: 40 } })
  const played = await play(steps, partnerId, partnerKey)
  const gone = await timed(stack, 'DELETE', pathOf(partnerId))
  played.deletes.push(gone)
  const connections = await stack.db.selectFrom('connection').select('id').where('partner_id', '=', partnerId).execute()
  for (const { id } of connections) await replayEveryJob(stack, id)
  const calls = await timedCalls(stack, partnerKey)
  expect(forbidden(calls, played)).toEqual([])
  expect(wentBack(calls)).toEqual([])

  // Whatever happened, a partner that starts over ends with the newest numbers; what was never reported stays unknown.
  await connectAndMap(stack, partnerId, partnerKey)
  await stack.call('POST', '/v1/billing-runs', { period: PERIOD, partnerId })
  await waitFor(async () => {
    const counts = await countsInGradient(stack, partnerKey)
    expect(counts).toEqual(Object.fromEntries(companies.map(({ id }) => [id, played.reported[id] ?? null])))
    return true
  })
  expect(wentBack(await timedCalls(stack, partnerKey))).toEqual([])
}

test(`${SEQUENCES} random courses of connecting, disconnecting, reporting and billing: after a disconnect no call begins before somebody connects, and no number goes back`, async () => {
  for (let from = 0; from < sequences.length; from += AT_ONCE)
    await Promise.all(sequences.slice(from, from + AT_ONCE).map(playThrough))
})
