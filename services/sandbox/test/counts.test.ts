import { expect, test } from 'vitest'
import { bootSandbox, SERVICE } from './boot-sandbox.ts'

test('a count sets the number, it never adds', async () => {
  // gradient-api.md, "What a count means": "It sets the number: sending it again overwrites". Answer: 201 {status, message}.
  const { count, unitsOf } = await (await bootSandbox()).partnerWithAccounts()
  const first = await count('c1', 12)
  expect({ status: first.status, body: first.body }).toEqual({
    status: 201,
    body: { status: 201, message: expect.any(String) },
  })
  await count('c1', 12)
  expect(await unitsOf('c1')).toBe(12)
  await count('c1', 0)
  expect(await unitsOf('c1')).toBe(0)
})

test('a late repeat of an older number overwrites the newer one: nothing in Gradient can tell', async () => {
  // gradient-api.md, "What a count means": "a late retry of an older month overwrites a newer one".
  const { count, unitsOf } = await (await bootSandbox()).partnerWithAccounts()
  for (const units of [10, 20, 10]) await count('c1', units)
  expect(await unitsOf('c1')).toBe(10)
})

test('decimals are taken', async () => {
  // gradient-api.md, "What a count means": "Decimals are taken".
  const { count, unitsOf } = await (await bootSandbox()).partnerWithAccounts()
  expect((await count('c1', 2.5)).status).toBe(201)
  expect(await unitsOf('c1')).toBe(2.5)
})

test.for([null, undefined, '5', true, [], Number.NaN])('a unitCount of %j is refused', async (unitCount) => {
  // gradient-api.md, "What a count means": "unitCount: null is refused (400)". NaN is null in JSON.
  const { count, unitsOf } = await (await bootSandbox()).partnerWithAccounts()
  await count('c1', 7)
  expect((await count('c1', unitCount)).body).toMatchObject({
    statusCode: 400,
    message: [expect.stringContaining('unitCount')],
  })
  expect(await unitsOf('c1')).toBe(7)
})

test('a body that is no JSON, or names no account, is refused', async () => {
  const { gradient, serviceId, count } = await (await bootSandbox()).partnerWithAccounts()
  expect((await gradient('POST', `/service/${serviceId}/count`, '{"accountId":')).body).toMatchObject({
    statusCode: 400,
  })
  expect((await gradient('POST', `/service/${serviceId}/count`)).body).toMatchObject({ statusCode: 400 })
  expect((await gradient('POST', `/service/${serviceId}/count`, { unitCount: 1 })).body).toMatchObject({
    statusCode: 400,
  })
  expect((await count('', 1)).body).toMatchObject({ statusCode: 400 })
})

test.for(['c2', 'never-made'])(
  '404 with the documented words for account %s, which is not mapped',
  async (accountId) => {
    // gradient-api.md, "What a count means": {"statusCode":404,"message":"No account map found with id: 1"}.
    const { count, status, body } = await (await bootSandbox()).partnerWithAccounts().then(async (partner) => ({
      count: partner.count,
      ...(await partner.count(accountId, 5)),
    }))
    expect({ status, body }).toEqual({
      status: 404,
      body: { statusCode: 404, message: `No account map found with id: ${accountId}` },
    })
    expect((await count('c1', 5)).status).toBe(201)
  },
)

test('mapped later, the count is accepted; unmapped again, it is not', async () => {
  // gradient-api.md, "Life of a connection", 5: "the MSP maps it, the next count is accepted".
  const { count, play } = await (await bootSandbox()).partnerWithAccounts()
  expect((await count('c2', 5)).status).toBe(404)
  expect((await play('map', { accountIds: 'all' })).body).toEqual({ accounts: 2, mapped: 2 })
  expect((await count('c2', 5)).status).toBe(201)
  expect((await play('unmap', { accountIds: ['c2'] })).body).toEqual({ accounts: 2, mapped: 1 })
  expect((await count('c2', 5)).status).toBe(404)
})

test('404 for an unknown service, and for one that this partner has not mapped', async () => {
  // gradient-api.md, "What the sandbox must be able to play": "404 for unmapped account or unmapped service".
  const sandbox = await bootSandbox()
  const { gradient, serviceId, count, play } = await sandbox.partnerWithAccounts()
  expect((await gradient('POST', '/service/nope/count', { accountId: 'c1', unitCount: 1 })).body).toMatchObject({
    statusCode: 404,
  })
  await play('unmap', { serviceIds: [serviceId] })
  expect((await count('c1', 1)).body).toMatchObject({ statusCode: 404 })
  const other = await sandbox.partner({ name: 'Other', autoMap: true })
  await other.gradient('POST', '/organization/accounts', [{ id: 'c1', name: 'A' }])
  expect((await other.gradient('POST', `/service/${serviceId}/count`, { accountId: 'c1', unitCount: 1 })).status).toBe(
    201,
  )
  await play('map', { serviceIds: 'all' })
  expect((await count('c1', 1)).status).toBe(201)
})

test('each service of an account has its own number', async () => {
  // gradient-api.md, "What a count means": "One call per (service, account)".
  const { gradient, count, serviceId, view } = await (await bootSandbox()).partnerWithAccounts()
  const second = (await gradient('POST', '/service', { ...SERVICE, name: 'Phishing' })).body.skus[1].id
  await gradient('POST', `/service/${second}/count`, { accountId: 'c1', unitCount: 3 })
  await count('c1', 5)
  const [first] = (await view()).accounts
  expect(first).toMatchObject({
    unitCount: 5,
    counts: [
      { serviceId: second, unitCount: 3 },
      { serviceId, unitCount: 5 },
    ],
  })
})

test('partners see only their own accounts: the same company id at two partners is two accounts', async () => {
  const sandbox = await bootSandbox()
  const first = await sandbox.partnerWithAccounts()
  const second = await sandbox.partnerWithAccounts()
  await first.count('c1', 1)
  await second.count('c1', 2)
  expect([await first.unitsOf('c1'), await second.unitsOf('c1')]).toEqual([1, 2])
})

test('a zero is accepted, or refused, as the switch says', async () => {
  // gradient-api.md, "What the sandbox must be able to play": "zero → accepted | 400".
  const { faults, partnerWithAccounts } = await bootSandbox()
  const { count, unitsOf } = await partnerWithAccounts()
  await count('c1', 12)
  await faults({ zero: 'refused' })
  expect((await count('c1', 0)).body).toMatchObject({ statusCode: 400 })
  expect(await unitsOf('c1')).toBe(12)
  expect((await count('c1', 0.5)).status).toBe(201)
  await faults({ zero: 'accepted' })
  expect((await count('c1', 0)).status).toBe(201)
})

test.for([
  ['?no_build=true', false],
  ['?no_build=True', false],
  ['?no_build=false', true],
  ['', true],
] as const)('a count with "%s" rebuilds the billing view: %s', async ([query, rebuilt]) => {
  // gradient-api.md, "What a count means": "no_build=true leaves the billing view as it was; without it each call starts a rebuild".
  const { count, view } = await (await bootSandbox()).partnerWithAccounts()
  await count('c1', 5, '?no_build=true')
  expect((await view()).view).toEqual({ isCurrent: false, rebuiltAt: null, rebuiltTimes: 0 })
  await count('c1', 6, query)
  expect((await view()).view).toMatchObject({ isCurrent: rebuilt, rebuiltTimes: rebuilt ? 1 : 0 })
})
