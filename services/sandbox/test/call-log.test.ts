import { expect, test } from 'vitest'
import { bootSandbox } from './boot-sandbox.ts'

test('each call is noted: what, when, by whom, answered what', async () => {
  // gateway-api.md, "The sandbox's control API": GET /control/calls (what was called, when, by whom, answered what).
  const nowIso = '2026-11-01T05:00:00.123Z'
  const { control, partnerWithAccounts } = await bootSandbox({ clock: { now: () => new Date(nowIso) } })
  const { partnerKey, organizationId, serviceId, count } = await partnerWithAccounts()
  await count('c2', 5, '?no_build=true')
  const calls = (await control('GET', '/calls')).body
  expect(calls.map(({ sequence, route }: { sequence: number; route: string }) => [sequence, route])).toEqual([
    [1, 'service'],
    [2, 'accounts'],
    [3, 'count'],
  ])
  expect(calls[2]).toEqual({
    sequence: 3,
    at: nowIso,
    startedAtMs: Date.parse(nowIso),
    endedAtMs: Date.parse(nowIso),
    method: 'POST',
    path: `/api/vendor-api/service/${serviceId}/count?no_build=true`,
    route: 'count',
    organizationId,
    partnerName: 'Northwind IT',
    partnerKey,
    serviceId,
    accountId: 'c2',
    unitCount: 5,
    noBuild: true,
    body: { accountId: 'c2', unitCount: 5 },
    delayedMs: 0,
    answered: 404,
    fault: null,
  })
})

test('calls can be read on from a sequence, limited, and by route or partner', async () => {
  const { control, withKey, partnerWithAccounts } = await bootSandbox()
  const { partnerKey, count } = await partnerWithAccounts()
  await count('c1', 1)
  await count('c1', 2)
  await withKey('an-old-key')('GET', '/organization')
  const read = async (query: string) =>
    (await control('GET', `/calls${query}`)).body.map((call: { sequence: number }) => call.sequence)
  expect(await read('')).toEqual([1, 2, 3, 4, 5])
  expect(await read('?limit=2')).toEqual([4, 5])
  expect(await read('?after=1&limit=2')).toEqual([2, 3])
  expect(await read('?after=5')).toEqual([])
  expect(await read('?route=count')).toEqual([3, 4])
  expect(await read(`?partnerKey=${partnerKey}&limit=1`)).toEqual([4])
  expect(await read('?partnerKey=an-old-key')).toEqual([5])
  expect((await control('GET', '/calls?limit=few')).body).toMatchObject({ status: 400, errors: [{ path: 'limit' }] })
  expect((await control('DELETE', '/calls')).status).toBe(204)
  await count('c1', 3)
  expect(await read('')).toEqual([6])
  expect((await control('GET', '/stats')).body).toMatchObject({ calls: 1, answers: { 201: 1 }, routes: { count: 1 } })
})

test('counts of one account that overlap are seen; of two accounts, or one after the other, they are none', async () => {
  // product.md, promise 3: "One call at a time per company".
  const { control, faults, partnerWithAccounts } = await bootSandbox()
  const { count, play } = await partnerWithAccounts()
  await play('map', { accountIds: 'all' })
  const overlapping = async () => (await control('GET', '/stats')).body.maxConcurrentCountsPerAccount
  await faults({ latencyMs: 50 })
  await Promise.all([count('c1', 1), count('c2', 1)])
  await count('c1', 2)
  expect(await overlapping()).toBe(1)
  await Promise.all([count('c1', 1), count('c1', 2), count('c2', 1)])
  expect(await overlapping()).toBe(2)
})
