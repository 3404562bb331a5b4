import { pauseSending, resumeSending } from '@bridge/db'
import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { findBytes } from '../../services/gateway/test/find-bytes.ts'
import { partnerInGradient } from './gradient-view.ts'
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
import { outcomes } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const OFTEN = { everyMs: 5 }
let stack: Stack
beforeAll(async () => {
  stack = await startStack({ workers: 2, sweepEveryMs: 100 })
})
afterAll(() => stack.close())

let partnerId = ''
let partnerKey = ''
beforeEach(async () => {
  await stack.control('DELETE', 'faults')
  const companies = Array.from({ length: 250 }, (_, index) => ({ id: `c${index}`, usage: { [PERIOD]: index } }))
  partnerId = await givenPartner(stack.db, { companies })
  partnerKey = await newKey(stack, partnerId)
})

const slow = (latencyMs: unknown) => stack.control('PUT', 'faults', { partnerKey, latencyMs })
const leave = () => timed(stack, 'DELETE', pathOf(partnerId))
const inGradient = () => partnerInGradient(stack, partnerKey)

async function sealedKey(): Promise<Buffer[]> {
  const row = await stack.db
    .selectFrom('connection')
    .select(['key_ciphertext', 'key_nonce'])
    .where('partner_id', '=', partnerId)
    .where('status', '<>', 'disconnected')
    .executeTakeFirstOrThrow()
  return [row.key_ciphertext, row.key_nonce].filter((bytes) => bytes !== null)
}

/** No call began after any of these answers, nor from any job that is replayed later; the last call was `inactive`, and no byte of the key is left. */
async function expectSilence(connectionId: string, gone: Timed[], sealed: Buffer[]): Promise<void> {
  const firstMs = Math.min(...gone.map(({ answeredAtMs }) => answeredAtMs))
  expect(gone.map(({ status }) => status)).toEqual(gone.map(() => 204))
  const calls = await timedCalls(stack, partnerKey)
  await replayEveryJob(stack, connectionId)
  expect(await timedCalls(stack, partnerKey)).toEqual(calls)
  expect(calls.filter(({ startedAtMs }) => startedAtMs > firstMs)).toEqual([])
  expect(calls.at(-1)).toMatchObject({ route: 'status', path: expect.stringMatching(/inactive$/) })
  for (const call of calls) expect(call.endedAtMs).toBeLessThanOrEqual(calls.at(-1)?.endedAtMs ?? 0)
  expect(sealed).toHaveLength(2)
  for (const bytes of [...sealed, Buffer.from(partnerKey)])
    expect(await findBytes({ database: stack }, bytes)).toEqual([])
}

test('in the middle of making accounts, twice at once: what was made stays, and no call with the key begins any more', async () => {
  await slow({ min: 50, max: 300 })
  const put = await stack.call('PUT', pathOf(partnerId), { partnerApiKey: partnerKey })
  expect(put.status).toBe(201)
  const connectionId = (await liveConnectionId(stack, partnerId)) ?? ''
  const sealed = await sealedKey()
  for (const bytes of sealed) expect(await findBytes({ database: stack }, bytes)).toEqual(['connection'])
  await waitFor(
    async () =>
      (await timedCalls(stack, partnerKey)).some((call) => call.route === 'accounts' && call.method === 'POST'),
    OFTEN,
  )
  const gone = await Promise.all([leave(), leave()])
  await expectSilence(connectionId, gone, sealed)
  const { accounts, status } = await inGradient()
  expect([accounts.length < 250, status]).toEqual([true, 'inactive'])
  const syncs = await stack.db
    .selectFrom('account_sync')
    .select('status')
    .where('connection_id', '=', connectionId)
    .execute()
  expect(new Set(syncs.map((sync) => sync.status))).toEqual(new Set(['cancelled']))
})

test('in mid-run, with calls in flight, three times at once: waiting counts are cancelled, the history stays, and no call with the key begins any more', async () => {
  const connectionId = await connectAndMap(stack, partnerId, partnerKey)
  const sealed = await sealedKey()
  await slow({ min: 20, max: 400 })
  expect((await stack.call('POST', '/v1/billing-runs', { period: PERIOD, partnerId })).status).toBe(202)
  await waitFor(
    async () =>
      Object.values(await outcomes(stack, partnerId, PERIOD)).filter((each) => each === 'accepted').length > 20,
    OFTEN,
  )
  const gone = await Promise.all([leave(), leave(), leave()])
  await expectSilence(connectionId, gone, sealed)
  const ended = Object.values(await outcomes(stack, partnerId, PERIOD))
  expect(ended).toHaveLength(250)
  expect(new Set(ended)).toEqual(new Set(['accepted', 'cancelled']))
  const counts = (await timedCalls(stack, partnerKey)).filter(({ route }) => route === 'count')
  const { attempts } = await stack.db
    .selectFrom('attempt')
    .select(({ fn }) => fn.countAll<string>().as('attempts'))
    .where('connection_id', '=', connectionId)
    .where('call', '=', 'count')
    .where('http_status', 'is not', null)
    .executeTakeFirstOrThrow()
  expect(Number(attempts)).toBe(counts.length)
})

test('where Gradient does not answer the farewell: its status stays, our side is disconnected, and nothing is tried again', async () => {
  const connectionId = await connectAndMap(stack, partnerId, partnerKey)
  const sealed = await sealedKey()
  await stack.control('PUT', 'faults', { partnerKey, errors: [{ kind: 'timeout_before', route: 'status' }] })
  const gone = await leave()
  await expectSilence(connectionId, [gone], sealed)
  expect((await inGradient()).status).toBe('pending')
  expect((await stack.call('GET', pathOf(partnerId))).body).toMatchObject({ status: 'not_connected' })
})

test('while sending is paused nobody is called, also once it is resumed', async () => {
  const connectionId = await connectAndMap(stack, partnerId, partnerKey)
  await pauseSending(stack.db, { reason: 'test', detail: 'test', by: 'test' })
  const calls = await timedCalls(stack, partnerKey)
  expect((await leave()).status).toBe(204)
  await resumeSending(stack.db, 'test')
  await replayEveryJob(stack, connectionId)
  expect(await timedCalls(stack, partnerKey)).toEqual(calls)
  expect((await inGradient()).status).toBe('pending')
})
