import { expect, test } from 'vitest'
import { bootSandbox, SERVICE, tokenOf, VENDOR_KEY } from './boot-sandbox.ts'

test('the vendor comes wrapped, a made service brings the bare vendor with each id twice', async () => {
  // gradient-api.md, "Endpoints": GET /vendor-api is {status, message, data}; POST /service is the bare Vendor, 201; "_id and id".
  const { gradient } = await (await bootSandbox()).partner()
  const made = await gradient('POST', '/service', SERVICE)
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ name: 'Phin', skus: [SERVICE], externalIntegrationStatus: 'inactive' })
  const read = await gradient('GET', '')
  expect(read.status).toBe(200)
  expect(read.body).toMatchObject({ status: 200, message: expect.any(String), data: { skus: [SERVICE] } })
  const [sku] = read.body.data.skus
  expect(sku._id).toMatch(/^[0-9a-f]{24}$/)
  expect(sku.id).toBe(sku._id)
})

test('the same service name twice makes two services, so that a client that does not look first is seen', async () => {
  const { gradient } = await (await bootSandbox()).partner()
  await gradient('POST', '/service', SERVICE)
  expect((await gradient('POST', '/service', SERVICE)).body.skus).toHaveLength(2)
})

test('a service without one of its four fields is malformed', async () => {
  // gradient-api.md, "Errors": 400 malformed; errors carry `statusCode`, `message` may be an array.
  const { gradient } = await (await bootSandbox()).partner()
  for (const field of Object.keys(SERVICE)) {
    const { status, body } = await gradient('POST', '/service', { ...SERVICE, [field]: undefined })
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { statusCode: 400, message: [expect.stringContaining(field)] },
    })
  }
})

test.for([
  ['another vendor key', (key: string) => tokenOf(key, 'another-vendor')],
  ['an unknown partner key', () => tokenOf('never-made-this-key')],
  ['the halves unencoded', (key: string) => `${VENDOR_KEY}:${key}`],
  ['a Bearer prefix', (key: string) => `Bearer ${tokenOf(key)}`],
  ['only the vendor half', () => tokenOf('')],
  ['no colon', () => Buffer.from(VENDOR_KEY).toString('base64')],
] as const)('401 on every route for %s', async ([, token]) => {
  // gradient-api.md, "Address and credentials": base64(vendorApiKey + ":" + partnerApiKey), no Bearer. "Errors": 401 wrong key.
  const sandbox = await bootSandbox()
  const { partnerKey } = await sandbox.partner()
  const gradient = sandbox.withToken(token(partnerKey))
  const answers = [
    await gradient('GET', ''),
    await gradient('POST', '/service', SERVICE),
    await gradient('GET', '/organization'),
    await gradient('PATCH', '/organization/status/pending'),
    await gradient('GET', '/organization/accounts'),
    await gradient('POST', '/organization/accounts', []),
    await gradient('PATCH', '/organization/accounts/c1', {}),
    await gradient('POST', '/service/x/count', { accountId: 'c1', unitCount: 1 }),
  ]
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(401))
  expect(answers.map(({ body }) => body)).toEqual(Array(8).fill({ statusCode: 401, message: 'Unauthorized' }))
})

test('without any token: 401', async () => {
  const { url } = await bootSandbox()
  expect((await fetch(`${url}/api/vendor-api/organization`)).status).toBe(401)
})

test('a partner key is opaque: it may hold colons, equal signs and slashes, and 512 characters', async () => {
  // gradient-api.md, "Address and credentials": "treat it as an opaque string of 8 to 512 visible characters".
  const sandbox = await bootSandbox()
  for (const partnerKey of ['a:b=/c?#%', '='.repeat(512)]) {
    expect((await sandbox.control('POST', '/partners', { name: 'A', partnerKey })).body.partnerKey).toBe(partnerKey)
    expect((await sandbox.withKey(partnerKey)('GET', '/organization')).status).toBe(200)
    expect((await sandbox.control('GET', `/partners/${encodeURIComponent(partnerKey)}`)).status).toBe(200)
  }
})

test('with vendorCallsNeedPartnerKey off, vendor calls alone are answered to the vendor half', async () => {
  const sandbox = await bootSandbox()
  await sandbox.faults({ vendorCallsNeedPartnerKey: false })
  const gradient = sandbox.withKey('')
  expect((await gradient('POST', '/service', SERVICE)).status).toBe(201)
  expect((await gradient('GET', '')).status).toBe(200)
  expect((await gradient('GET', '/organization')).status).toBe(401)
  expect((await sandbox.withKey('wrong-partner-key')('GET', '')).status).toBe(401)
  expect((await sandbox.withKey('', 'wrong-vendor')('GET', '')).status).toBe(401)
})

test('what Gradient does not have is 404, any DELETE among it', async () => {
  // gradient-api.md, "Endpoints": "No DELETE exists, no webhook exists, there is no way to read a count back".
  const { gradient, serviceId, unitsOf, count } = await (await bootSandbox()).partnerWithAccounts()
  await count('c1', 5)
  const absent = [
    await gradient('DELETE', '/organization/accounts/c1'),
    await gradient('DELETE', `/service/${serviceId}`),
    await gradient('GET', `/service/${serviceId}/count`),
    await gradient('GET', '/organization/accounts/c1'),
  ]
  expect(absent.map(({ status, body }) => [status, body.statusCode])).toEqual(Array(4).fill([404, 404]))
  expect(await unitsOf('c1')).toBe(5)
})
