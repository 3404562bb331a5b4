import { expect, test } from 'vitest'
import { account, bootSandbox } from './boot-sandbox.ts'

const PATH = '/organization/accounts'

test('an array of accounts is made, echoed with 201, and read back bare and unpaged', async () => {
  // gradient-api.md, "Endpoints": POST accounts takes an array and echoes it, 201; GET is a bare array, "no paging exists".
  const { gradient } = await (await bootSandbox()).partner()
  const wanted = Array.from({ length: 1200 }, (_, index) => account(`c${index}`, `Größe "${index}", 株式会社`))
  const made = await gradient('POST', PATH, wanted)
  expect(made.status).toBe(201)
  expect(made.body).toEqual(wanted.map((each) => ({ ...each, isMapped: false })))
  expect((await gradient('GET', PATH)).body).toEqual(made.body)
})

test.for([
  ['an object', account('c1')],
  ['an id that is a number', [{ id: 1, name: 'A' }]],
  ['an empty id', [{ id: '', name: 'A' }]],
  ['no name', [{ id: 'c1' }]],
  ['null', [null]],
  ['a good one and a bad one', [account('c1'), { id: 'c2' }]],
  ['no JSON', '[{'],
] as const)('%s instead of an array of accounts: 400 and nothing made', async ([, body]) => {
  // gradient-api.md, "Errors": 400 malformed id or body.
  const { gradient } = await (await bootSandbox()).partner()
  expect((await gradient('POST', PATH, body)).body).toMatchObject({ statusCode: 400 })
  expect((await gradient('GET', PATH)).body).toEqual([])
})

test('accounts can be asked for by id, and without the unmapped ones', async () => {
  // gradient-api.md, "Endpoints": query accountIds[], returnUnmapped (default true).
  const { gradient } = await (await bootSandbox()).partnerWithAccounts()
  const idsAt = async (query: string) =>
    (await gradient('GET', `${PATH}${query}`)).body.map(({ id }: { id: string }) => id)
  expect(await idsAt('')).toEqual(['c1', 'c2'])
  expect(await idsAt('?returnUnmapped=true')).toEqual(['c1', 'c2'])
  expect(await idsAt('?returnUnmapped=false')).toEqual(['c1'])
  expect(await idsAt('?accountIds[]=c2')).toEqual(['c2'])
  expect(await idsAt('?accountIds%5B%5D=c2&accountIds%5B%5D=c1&accountIds[]=c9')).toEqual(['c1', 'c2'])
  expect(await idsAt('?accountIds[]=c2&returnUnmapped=false')).toEqual([])
})

test('accounts carry isMapped and mappingId, or neither, as the switch says', async () => {
  // gradient-api.md, "What the sandbox must be able to play": "accounts with or without isMapped".
  const { faults, partnerWithAccounts } = await bootSandbox()
  const { gradient } = await partnerWithAccounts()
  expect((await gradient('GET', PATH)).body).toEqual([
    { ...account('c1'), isMapped: true, mappingId: expect.any(String) },
    { ...account('c2'), isMapped: false },
  ])
  await faults({ isMapped: 'absent' })
  expect((await gradient('GET', PATH)).body).toEqual([account('c1'), account('c2')])
})

test('an account is changed in part; its mapping and number stay', async () => {
  // gradient-api.md, "Endpoints": PATCH accounts/{id} takes any of id, name, description, isActive, isArrears.
  const { gradient, count, view } = await (await bootSandbox()).partnerWithAccounts()
  await count('c1', 5)
  const { status, body } = await gradient('PATCH', `${PATH}/c1`, { name: 'Renamed', isActive: false })
  expect({ status, body }).toMatchObject({ status: 200, body: { id: 'c1', name: 'Renamed', isMapped: true } })
  expect((await view()).accounts[0]).toMatchObject({ name: 'Renamed', isActive: false, mapped: true, unitCount: 5 })
  expect((await gradient('PATCH', `${PATH}/c1`, { id: 'c9' })).body.id).toBe('c9')
  expect((await gradient('GET', PATH)).body.map(({ id }: { id: string }) => id).sort()).toEqual(['c2', 'c9'])
})

test('changing an unknown account is 404, taking an id that is taken 409, a number for a name 400', async () => {
  const { gradient } = await (await bootSandbox()).partnerWithAccounts()
  expect((await gradient('PATCH', `${PATH}/c9`, { name: 'A' })).body).toMatchObject({ statusCode: 404 })
  expect((await gradient('PATCH', `${PATH}/c1`, { id: 'c2' })).body).toMatchObject({ statusCode: 409 })
  expect((await gradient('PATCH', `${PATH}/c1`, { name: 1 })).body).toMatchObject({ statusCode: 400 })
})

test.for([
  ['conflict', 409, undefined, [account('c1'), account('c2')]],
  ['partial', 200, ['c3'], [account('c1'), account('c2'), account('c3')]],
  ['upsert', 200, ['c1', 'c3'], [account('c1', 'New name'), account('c2'), account('c3')]],
] as const)(
  'an account that exists, under duplicateAccounts %s: %i',
  async ([duplicateAccounts, status, echoed, after]) => {
    // gradient-api.md, "What the sandbox must be able to play": "duplicate account → 409 for the whole array | 200 partial | 200 upsert".
    const { faults, partnerWithAccounts } = await bootSandbox()
    const { gradient, view } = await partnerWithAccounts()
    await faults({ duplicateAccounts })
    const answer = await gradient('POST', PATH, [account('c1', 'New name'), account('c3')])
    expect(answer.status).toBe(status)
    if (echoed) expect(answer.body.map(({ id }: { id: string }) => id)).toEqual(echoed)
    else expect(answer.body).toMatchObject({ statusCode: 409 })
    const accounts = (await view()).accounts
    expect(accounts.map(({ id, name }: { id: string; name: string }) => ({ id, name }))).toEqual(after)
    expect(accounts[0].mapped).toBe(true)
  },
)

test('one id twice in an array is a duplicate too', async () => {
  const { faults, partner } = await bootSandbox()
  const { gradient } = await partner()
  await faults({ duplicateAccounts: 'conflict' })
  expect((await gradient('POST', PATH, [account('c1'), account('c1')])).status).toBe(409)
  expect((await gradient('GET', PATH)).body).toEqual([])
})

test.for([['c2'], ['Company c2']])('an account refused by %s refuses the whole array', async ([refused]) => {
  const { faults, partner } = await bootSandbox()
  const { gradient } = await partner()
  await faults({ accountRefused: [refused] })
  expect((await gradient('POST', PATH, [account('c1'), account('c2')])).body).toMatchObject({ statusCode: 400 })
  expect((await gradient('GET', PATH)).body).toEqual([])
  expect((await gradient('POST', PATH, [account('c1')])).status).toBe(201)
})

test('with autoMap, accounts are mapped as they are created', async () => {
  const { gradient, view } = await (await bootSandbox()).partner({ name: 'A', autoMap: true })
  await gradient('POST', PATH, [account('c1')])
  expect((await view()).accounts[0].mapped).toBe(true)
})
