import { expect, test } from 'vitest'
import { FAULT_KIND_NAMES } from '../src/fault-kinds.ts'
import { bootSandbox } from './boot-sandbox.ts'

/** What the client sees of each kind, and whether the count was set all the same. */
const SEEN: Record<
  (typeof FAULT_KIND_NAMES)[number],
  { sees: number | 'broken' | 'nothing'; applied: boolean; body?: RegExp }
> = {
  status_400: { sees: 400, applied: false, body: /"message":\["/ },
  status_401: { sees: 401, applied: false, body: /Unauthorized/ },
  status_403: { sees: 403, applied: false, body: /Forbidden/ },
  status_404_profile: { sees: 404, applied: false, body: /"Vendor Profile Not Found"/ },
  status_404_html: { sees: 404, applied: false, body: /^<html>/ },
  status_429: { sees: 429, applied: false, body: /"statusCode":429/ },
  status_500: { sees: 500, applied: false, body: /"message":"/ },
  status_500_after: { sees: 500, applied: true, body: /^\{"statusCode":500\}$/ },
  status_502_html: { sees: 502, applied: false, body: /^<html>/ },
  status_503_empty: { sees: 503, applied: false, body: /^$/ },
  reset_before: { sees: 'broken', applied: false },
  reset_after: { sees: 'broken', applied: true },
  timeout_before: { sees: 'nothing', applied: false },
  timeout_after: { sees: 'nothing', applied: true },
}

test.for(FAULT_KIND_NAMES)('%s strikes once, then Gradient is well again', async (kind) => {
  // gradient-api.md, "What the sandbox must be able to play": 5xx · reset before and after the effect · timeout after the effect ·
  // 403 anomaly · HTML error bodies; "Errors": message may be a string, an array, missing, or HTML.
  const { sees, applied, body } = SEEN[kind]
  const { control, faults, partnerWithAccounts } = await bootSandbox()
  const { count, unitsOf } = await partnerWithAccounts()
  await faults({ errors: [{ kind, times: 1, route: 'count' }] })
  const answer = await count('c1', 5, '', AbortSignal.timeout(sees === 'nothing' ? 150 : 10_000)).catch(
    (error: Error) => error,
  )
  if (answer instanceof Error) {
    expect(sees).toBe(answer.name === 'TimeoutError' ? 'nothing' : 'broken')
  } else {
    expect(answer.status).toBe(sees)
    expect(answer.text).toMatch(body ?? /never/)
    expect(answer.headers.get('content-type')).toMatch(kind.endsWith('_html') ? /text\/html/ : /json|plain/)
  }
  expect(await unitsOf('c1')).toBe(applied ? 5 : null)
  await expect
    .poll(async () => (await control('GET', '/calls?route=count')).body[0])
    .toMatchObject({
      fault: kind,
      answered: { broken: 'reset', nothing: 'timeout' }[String(sees)] ?? sees,
      endedAtMs: expect.any(Number),
    })
  expect((await control('GET', '/faults')).body).toEqual({ all: { errors: [] }, partners: [] })
  expect((await count('c1', 6)).status).toBe(201)
})

test('an error strikes only the route, method and account that it names', async () => {
  const { faults, partnerWithAccounts } = await bootSandbox()
  const { gradient, count, play } = await partnerWithAccounts()
  await play('map', { accountIds: 'all' })
  await faults({
    errors: [
      { kind: 'status_500', route: 'count', accountId: 'c2' },
      { kind: 'status_403', route: 'accounts', method: 'POST' },
    ],
  })
  expect([(await count('c1', 1)).status, (await count('c2', 1)).status]).toEqual([201, 500])
  expect((await gradient('GET', '/organization/accounts')).status).toBe(200)
  expect((await gradient('POST', '/organization/accounts', [])).status).toBe(403)
})

test('an error with a rate strikes as often as chance says', async () => {
  const draws = [0.1, 0.9, 0.29, 0.3]
  const { faults, partnerWithAccounts } = await bootSandbox({ random: () => draws.shift() ?? 1 })
  const { count } = await partnerWithAccounts()
  await faults({ errors: [{ kind: 'status_500', rate: 0.3, route: 'count' }] })
  const statuses = []
  for (let call = 0; call < 4; call += 1) statuses.push((await count('c1', 1)).status)
  expect(statuses).toEqual([500, 201, 500, 201])
})

test('a switch for one partner leaves the others alone and wins over the one for all', async () => {
  // gradient-api.md, "What the sandbox must be able to play": "per partner or for all".
  const sandbox = await bootSandbox()
  const first = await sandbox.partnerWithAccounts()
  const second = await sandbox.partnerWithAccounts()
  await sandbox.faults({ partnerKey: first.partnerKey, zero: 'refused' })
  expect([(await first.count('c1', 0)).status, (await second.count('c1', 0)).status]).toEqual([400, 201])
  await sandbox.faults({ zero: 'refused' })
  await sandbox.faults({ partnerKey: first.partnerKey, zero: 'accepted' })
  expect([(await first.count('c1', 0)).status, (await second.count('c1', 0)).status]).toEqual([201, 400])
})

test('switches are merged, null puts one back, DELETE all; a new key keeps the partner’s own', async () => {
  const { control, faults, partner } = await bootSandbox()
  const { partnerKey, play } = await partner()
  await faults({ zero: 'refused', latencyMs: 1 })
  await faults({ isMapped: 'absent', latencyMs: null })
  await faults({ partnerKey, afterDisconnect: 403 })
  const renewed = (await play('regenerate-key')).body.partnerKey
  expect((await control('GET', '/faults')).body).toEqual({
    all: { zero: 'refused', isMapped: 'absent' },
    partners: [{ partnerKey: renewed, afterDisconnect: 403 }],
  })
  expect((await control('DELETE', '/faults')).status).toBe(204)
  expect((await control('GET', '/faults')).body).toEqual({ all: {}, partners: [] })
})

test.for([
  [{ zeros: 'refused' }, ''],
  [{ zero: 'maybe' }, 'zero'],
  [{ afterDisconnect: 500 }, 'afterDisconnect'],
  [{ latencyMs: { min: 2, max: 1 } }, 'latencyMs'],
  [{ errors: [{ kind: 'explode' }] }, 'errors.0.kind'],
  [{ errors: [{ kind: 'status_500', often: 2 }] }, 'errors.0'],
  [{ rateLimit: { requestsPerSecond: 0 } }, 'rateLimit.requestsPerSecond'],
  [{ partnerKey: 'any', vendorCallsNeedPartnerKey: false }, 'vendorCallsNeedPartnerKey'],
] as const)('%j is no switch: 400 problem, nothing is set', async ([switches, path]) => {
  const { control, faults } = await bootSandbox()
  const { status, body, headers } = await faults(switches)
  expect(status).toBe(400)
  expect(headers.get('content-type')).toMatch('application/problem+json')
  expect(body).toMatchObject({
    status: 400,
    code: 'malformed_request',
    errors: [{ path, message: expect.any(String) }],
  })
  expect((await control('GET', '/faults')).body).toEqual({ all: {}, partners: [] })
})

test('latency delays the effect, between min and max', async () => {
  const { control, faults, partnerWithAccounts } = await bootSandbox({ random: () => 0.5 })
  const { count } = await partnerWithAccounts()
  await faults({ latencyMs: { min: 40, max: 80 } })
  const startedAtMs = performance.now()
  expect((await count('c1', 5)).status).toBe(201)
  expect(performance.now() - startedAtMs).toBeGreaterThan(55)
  expect((await control('GET', '/calls?limit=1')).body[0]).toMatchObject({ delayedMs: 60, answered: 201 })
})

test('a client that gives up during the latency is noted as aborted, and the effect comes all the same', async () => {
  // gradient-api.md, "Errors": "5xx, timeout, reset: ambiguous: it may have been applied".
  const { control, faults, partnerWithAccounts } = await bootSandbox()
  const { count, unitsOf } = await partnerWithAccounts()
  await faults({ latencyMs: 200 })
  await expect(count('c1', 5, '', AbortSignal.timeout(40))).rejects.toThrow()
  await expect.poll(() => unitsOf('c1')).toBe(5)
  expect((await control('GET', '/calls?route=count')).body[0]).toMatchObject({ answered: 'aborted' })
})

test('closing the sandbox hangs up on calls that a fault keeps waiting', async () => {
  const { app, faults, partnerWithAccounts } = await bootSandbox()
  const { count } = await partnerWithAccounts()
  await faults({ errors: [{ kind: 'timeout_before' }] })
  const waiting = expect(count('c1', 5)).rejects.toThrow()
  await app.close()
  await waiting
})
