import { expect, test } from 'vitest'
import { account, bootSandbox } from './boot-sandbox.ts'

test('a new integration is inactive and was never synced; the answer is bare', async () => {
  // gradient-api.md, "Endpoints": GET /organization is bare; "lastSyncedAt is a 1900 date before any sync". "Status": inactive is the default.
  const { gradient, organizationId } = await (await bootSandbox()).partner({ name: 'Ünal & Söhne' })
  const { status, body } = await gradient('GET', '/organization')
  expect(status).toBe(200)
  expect(body).toEqual({
    organizationId,
    name: 'Ünal & Söhne',
    vendorId: expect.any(String),
    vendorName: 'Phin',
    integrationId: expect.any(String),
    status: 'inactive',
    lastSyncedAt: expect.stringMatching(/^1900-/),
  })
})

test.for(['pending', 'active', 'inactive'])('the vendor may set %s; the answer is wrapped', async (wanted) => {
  // gradient-api.md, "Endpoints": PATCH status answers {status:200, message, data: <as GET organization>}, body absent or {}.
  const { gradient } = await (await bootSandbox()).partner()
  for (const body of [undefined, {}]) {
    const answer = await gradient('PATCH', `/organization/status/${wanted}`, body)
    expect(answer.body).toEqual({
      status: 200,
      message: expect.any(String),
      data: (await gradient('GET', '/organization')).body,
    })
    expect(answer.body.data.status).toBe(wanted)
  }
})

test.for(['disabled', 'error', 'Pending', 'gone'])('the vendor may not set %s', async (wanted) => {
  // gradient-api.md, "Status": "Lower case. Older pages also list disabled and error; send neither".
  const { gradient } = await (await bootSandbox()).partner()
  expect((await gradient('PATCH', `/organization/status/${wanted}`)).body).toMatchObject({ statusCode: 400 })
  expect((await gradient('GET', '/organization')).body.status).toBe('inactive')
})

test('the first accepted usage turns pending into active and sets lastSyncedAt; a refused one does not', async () => {
  // gradient-api.md, "Status": "active (set by Gradient when the first usage arrives)".
  const nowIso = '2026-11-01T05:00:00.000Z'
  const sandbox = await bootSandbox({ clock: { now: () => new Date(nowIso) } })
  const { gradient, count } = await sandbox.partnerWithAccounts()
  await gradient('PATCH', '/organization/status/pending')
  await count('c2', 5)
  expect((await gradient('GET', '/organization')).body).toMatchObject({
    status: 'pending',
    lastSyncedAt: expect.stringMatching(/^1900-/),
  })
  await count('c1', 5)
  expect((await gradient('GET', '/organization')).body).toMatchObject({ status: 'active', lastSyncedAt: nowIso })
})

test('pending on an active integration really pulls it back, and that is counted', async () => {
  // gradient-api.md, "Status": "Never send pending to an integration that is already active: it would pull it back".
  const { gradient, count, view } = await (await bootSandbox()).partnerWithAccounts()
  await gradient('PATCH', '/organization/status/pending')
  await count('c1', 5)
  expect(await view()).toMatchObject({ status: 'active', pulledBackTimes: 0 })
  await gradient('PATCH', '/organization/status/pending')
  expect((await gradient('GET', '/organization')).body.status).toBe('pending')
  await count('c1', 5)
  expect(await view()).toMatchObject({ status: 'active', pulledBackTimes: 1 })
})

test('an integration that the vendor set inactive after its use is not woken by a late count', async () => {
  const { gradient, count, view } = await (await bootSandbox()).partnerWithAccounts()
  await count('c1', 5)
  await gradient('PATCH', '/organization/status/inactive')
  await count('c1', 6)
  expect((await view()).status).toBe('inactive')
})

test('a regenerated key: accounts, mappings and numbers stay, the old token answers 401', async () => {
  // gradient-api.md, "Life of a connection": "The MSP regenerates the key: accounts and mappings stay, the old token answers 401".
  const sandbox = await bootSandbox()
  const { gradient, count, play, view } = await sandbox.partnerWithAccounts()
  await count('c1', 5)
  const before = await view()
  const { status, body } = await play('regenerate-key')
  expect(status).toBe(200)
  expect((await gradient('GET', '/organization')).status).toBe(401)
  expect((await sandbox.withKey(body.partnerKey)('GET', '/organization/accounts')).body).toHaveLength(2)
  const after = (await sandbox.control('GET', '/partners')).body
  expect(after).toEqual([{ ...before, partnerKey: body.partnerKey }])
})

test.for([
  [401, { statusCode: 401, message: 'Unauthorized' }],
  [403, { statusCode: 403, message: 'Forbidden' }],
  [404, { statusCode: 404, message: 'Vendor Profile Not Found' }],
] as const)(
  'after a disconnect, all accounts are gone and the old token gets %i',
  async ([afterDisconnect, refusal]) => {
    // gradient-api.md, "Life of a connection": "The MSP disconnects in Gradient: all accounts and mappings are deleted there".
    const sandbox = await bootSandbox()
    const { gradient, count, play, view } = await sandbox.partnerWithAccounts()
    await count('c1', 5)
    if (afterDisconnect !== 401) await sandbox.faults({ afterDisconnect })
    expect((await play('disconnect')).status).toBe(200)
    for (const answer of [
      await gradient('GET', '/organization'),
      await count('c1', 6),
      await gradient('GET', '/organization/accounts'),
    ]) {
      expect(answer.body).toEqual(refusal)
    }
    expect(await view()).toMatchObject({ connected: false, status: 'inactive', accounts: [] })
  },
)

test('after a disconnect, the old token may also see an inactive integration with no accounts', async () => {
  // gradient-api.md, "Life of a connection": "or 200 with inactive and no accounts are possible".
  const sandbox = await bootSandbox()
  const { gradient, count, play } = await sandbox.partnerWithAccounts()
  await count('c1', 5)
  await sandbox.faults({ afterDisconnect: 200 })
  await play('disconnect')
  expect((await gradient('GET', '/organization')).body).toMatchObject({ status: 'inactive' })
  expect((await gradient('GET', '/organization/accounts')).body).toEqual([])
  expect((await count('c1', 6)).body).toEqual({ statusCode: 404, message: 'No account map found with id: c1' })
})

test('connecting again takes a new key and starts with nothing', async () => {
  // gradient-api.md, "Life of a connection": "On each reconnect: GET accounts, create what is missing".
  const sandbox = await bootSandbox()
  const { play, gradient } = await sandbox.partnerWithAccounts()
  await play('disconnect')
  const { partnerKey } = (await play('regenerate-key')).body
  const again = sandbox.withKey(partnerKey)
  expect((await again('GET', '/organization')).body).toMatchObject({
    status: 'inactive',
    lastSyncedAt: expect.stringMatching(/^1900-/),
  })
  expect((await again('GET', '/organization/accounts')).body).toEqual([])
  expect((await again('POST', '/organization/accounts', [account('c1')])).status).toBe(201)
  expect((await gradient('GET', '/organization')).status).toBe(401)
})
