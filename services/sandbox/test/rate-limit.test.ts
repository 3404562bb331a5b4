import { expect, test } from 'vitest'
import { bootSandbox } from './boot-sandbox.ts'

function movableClock() {
  let nowMs = Date.UTC(2026, 10, 1, 5)
  const pass = (ms: number) => {
    nowMs += ms
  }
  return { now: () => new Date(nowMs), pass }
}

test('the limit holds over any second, not per calendar second', async () => {
  // gradient-api.md, "Errors": 429 over 100 requests per second; "from a true sliding one-second window".
  const clock = movableClock()
  const { partner } = await bootSandbox({ clock, requestsPerSecond: 4 })
  const { gradient } = await partner()
  const ask = async () => (await gradient('GET', '/organization')).status
  clock.pass(900)
  expect([await ask(), await ask()]).toEqual([200, 200])
  clock.pass(200)
  expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429])
  clock.pass(799)
  expect(await ask()).toBe(429)
  clock.pass(1)
  expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429])
})

test('a burst over the documented limit: exactly 100 pass', async () => {
  const clock = movableClock()
  const { control, partner } = await bootSandbox({ clock, requestsPerSecond: 100 })
  const { gradient } = await partner()
  const statuses = await Promise.all(
    Array.from({ length: 130 }, async () => (await gradient('GET', '/organization')).status),
  )
  expect(statuses.filter((status) => status === 200)).toHaveLength(100)
  expect(statuses.filter((status) => status === 429)).toHaveLength(30)
  expect((await control('GET', '/stats')).body).toMatchObject({
    calls: 130,
    maxCallsInOneSecond: 130,
    answers: { 200: 100, 429: 30 },
    faults: { rate_limit: 30 },
  })
})

test.for([
  [undefined, null],
  [false, null],
  [true, '1'],
  [7, '7'],
] as const)('429 with retryAfter %s carries the header %s', async ([retryAfter, header]) => {
  // gradient-api.md, "Errors": "Retry-After undocumented"; "429 with or without Retry-After".
  const { faults, partner } = await bootSandbox()
  const { gradient } = await partner()
  await faults({ rateLimit: { requestsPerSecond: 1, ...(retryAfter === undefined ? {} : { retryAfter }) } })
  await gradient('GET', '/organization')
  const { status, headers, body } = await gradient('GET', '/organization')
  expect([status, headers.get('retry-after')]).toEqual([429, header])
  expect(body).toEqual({ statusCode: 429, message: 'Too Many Requests' })
})

test('the limit may be counted over all calls, per partner, or for one partner beside the rest', async () => {
  // gradient-api.md, "Errors": "scope (vendor, partner, address) ?".
  const clock = movableClock()
  const { faults, partner } = await bootSandbox({ clock })
  const [first, second] = [await partner(), await partner()]
  const round = async () => {
    clock.pass(1000)
    const statuses = []
    for (const { gradient } of [first, first, second]) statuses.push((await gradient('GET', '/organization')).status)
    return statuses
  }
  await faults({ rateLimit: { requestsPerSecond: 1 } })
  expect(await round()).toEqual([200, 429, 429])
  await faults({ rateLimit: { requestsPerSecond: 1, scope: 'partner' } })
  expect(await round()).toEqual([200, 429, 200])
  await faults({ rateLimit: null })
  await faults({ partnerKey: first.partnerKey, rateLimit: { requestsPerSecond: 1 } })
  expect(await round()).toEqual([200, 429, 200])
})

test('refused calls use up the limit only where countRefused says so', async () => {
  const clock = movableClock()
  const { faults, partner } = await bootSandbox({ clock })
  const { gradient } = await partner()
  const ask = async () => (await gradient('GET', '/organization')).status
  for (const [countRefused, later] of [
    [false, 200],
    [true, 429],
  ] as const) {
    clock.pass(5000)
    await faults({ rateLimit: { requestsPerSecond: 1, countRefused } })
    expect(await ask()).toBe(200)
    clock.pass(600)
    expect(await ask()).toBe(429)
    clock.pass(600)
    expect(await ask()).toBe(later)
  }
})

test('control calls and pages are not limited and not in the figures; calls with a bad token are', async () => {
  const { control, url, withKey } = await bootSandbox({ requestsPerSecond: 2 })
  for (let call = 0; call < 5; call += 1) await control('GET', '/partners')
  expect((await fetch(url)).status).toBe(200)
  const statuses = []
  for (let call = 0; call < 3; call += 1) statuses.push((await withKey('unknown-key')('GET', '/organization')).status)
  expect(statuses).toEqual([401, 401, 429])
  expect((await control('GET', '/stats')).body.calls).toBe(3)
})
