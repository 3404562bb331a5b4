import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { countsInGradient, partnerInGradient } from './gradient-view.ts'
import {
  connectAndMap,
  liveConnectionId,
  newKey,
  pathOf,
  replayEveryJob,
  type Timed,
  timed,
  timedCalls,
} from './races-view.ts'
import { finished, outcomes } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const OFTEN = { everyMs: 5 }
const COMPANIES = 120
let stack: Stack
vi.setConfig({ testTimeout: 180_000 })
beforeAll(async () => {
  stack = await startStack({ workers: 2, sweepEveryMs: 100 })
})
afterAll(() => stack.close())

const companies = Array.from({ length: COMPANIES }, (_, index) => ({ id: `c${index}`, usage: { [PERIOD]: index + 1 } }))
const right = Object.fromEntries(companies.map(({ id, usage }) => [id, usage[PERIOD]]))
const orderRun = (partnerId: string) => stack.call('POST', '/v1/billing-runs', { period: PERIOD, partnerId })
const leave = (partnerId: string) => timed(stack, 'DELETE', pathOf(partnerId))

async function accepted(partnerId: string, connectionId: string): Promise<number> {
  const { body } = await stack.call('GET', `/v1/partners/${partnerId}/billing/${PERIOD}?outcome=accepted&limit=500`)
  const { data } = body as { data: { connectionId: string }[] }
  return data.filter((row) => row.connectionId === connectionId).length
}

test.each(['the same key', 'a key of another organization'])(
  'a partner that disconnects in mid-run and connects again with %s has a new connection with all accounts, and its counts go there',
  async (which) => {
    const partnerId = await givenPartner(stack.db, { companies })
    const oldKey = await newKey(stack, partnerId)
    const oldId = await connectAndMap(stack, partnerId, oldKey)
    await stack.control('PUT', 'faults', { partnerKey: oldKey, latencyMs: { min: 10, max: 200 } })
    expect((await orderRun(partnerId)).status).toBe(202)
    await waitFor(async () => Object.values(await outcomes(stack, partnerId, PERIOD)).includes('accepted'), OFTEN)
    const gone = await leave(partnerId)
    expect(gone.status).toBe(204)
    const newOne = which === 'the same key' ? oldKey : await newKey(stack, `${partnerId} anew`)
    const newId = await connectAndMap(stack, partnerId, newOne)
    expect(newId).not.toBe(oldId)
    // Ordered at once, whatever became of the run that the disconnect cut off.
    const ordered = await orderRun(partnerId)
    expect(ordered.status).toBe(202)
    await finished(stack, (ordered.body as { id: string }).id)
    expect(await accepted(partnerId, newId)).toBe(COMPANIES)
    expect(await countsInGradient(stack, newOne)).toEqual(right)
    expect((await partnerInGradient(stack, newOne)).status).toBe('active')
    expect((await stack.call('GET', pathOf(partnerId))).body).toMatchObject({
      status: 'active',
      accounts: { total: COMPANIES, present: COMPANIES, waiting: 0, failed: 0, gone: 0 },
    })
    const before = await timedCalls(stack, newOne)
    await replayEveryJob(stack, oldId)
    expect(await timedCalls(stack, newOne)).toEqual(before)
    if (newOne === oldKey) return
    const late = (await timedCalls(stack, oldKey)).filter(({ startedAtMs }) => startedAtMs > gone.answeredAtMs)
    expect(late).toEqual([])
    expect((await partnerInGradient(stack, oldKey)).status).toBe('inactive')
  },
)

test('connecting and disconnecting in the same moment, over and over: whoever came last stands, and an answered disconnect is silence', async () => {
  const partnerId = await givenPartner(stack.db, { companies })
  const partnerKey = await newKey(stack, partnerId)
  await stack.control('PUT', 'faults', { partnerKey, latencyMs: { min: 0, max: 60 } })
  const put = () => timed(stack, 'PUT', pathOf(partnerId), { partnerApiKey: partnerKey })
  let ends = 0
  for (let round = 0; round < 15; round += 1) {
    const both: Timed[] = await Promise.all(round % 2 ? [leave(partnerId), put()] : [put(), leave(partnerId)])
    expect(both.map(({ status }) => status).sort()).toEqual([expect.toBeOneOf([200, 201]), 204])
    const id = await liveConnectionId(stack, partnerId)
    if (id === undefined) {
      ends += 1
      const answeredMs = Math.max(...both.map(({ answeredAtMs }) => answeredAtMs))
      await stack.call('GET', pathOf(partnerId))
      expect((await timedCalls(stack, partnerKey)).filter((call) => call.startedAtMs > answeredMs)).toEqual([])
    } else if (round % 3 === 0) {
      await stack.synced(id)
      expect((await partnerInGradient(stack, partnerKey)).status).toBe('pending')
    }
  }
  const gone = await leave(partnerId)
  const ids = await stack.db.selectFrom('connection').select('id').where('partner_id', '=', partnerId).execute()
  for (const { id } of ids) await replayEveryJob(stack, id)
  expect(ends + ids.length).toBeGreaterThan(1)
  const calls = await timedCalls(stack, partnerKey)
  expect(calls.filter(({ startedAtMs }) => startedAtMs > gone.answeredAtMs)).toEqual([])
  expect((await partnerInGradient(stack, partnerKey)).status).toBe('inactive')
})
