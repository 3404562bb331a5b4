import { expect, test } from 'vitest'
import { bootSandbox } from './boot-sandbox.ts'

test('a partner is made by its name alone, and listed with its accounts', async () => {
  // gateway-api.md, "The sandbox's control API": POST /control/partners {name} → 201 {partnerKey, organizationId}.
  const { control, partnerWithAccounts } = await bootSandbox()
  const made = await control('POST', '/partners', { name: 'A' })
  expect(made.status).toBe(201)
  expect(made.body).toEqual({
    partnerKey: expect.stringMatching(/^[\x21-\x7e]{8,512}$/),
    organizationId: expect.any(String),
  })
  const { partnerKey, organizationId, count } = await partnerWithAccounts()
  await count('c1', 5)
  const { status, body } = await control('GET', '/partners')
  expect(status).toBe(200)
  expect(body).toMatchObject([
    { ...made.body, name: 'A', status: 'inactive', accounts: [] },
    {
      partnerKey,
      organizationId,
      name: 'Northwind IT',
      status: 'active',
      accounts: [
        { id: 'c1', name: 'Company c1', mapped: true, unitCount: 5 },
        { id: 'c2', name: 'Company c2', mapped: false, unitCount: null },
      ],
    },
  ])
})

test.for([
  ['POST', '/partners', {}, 400, 'malformed_request'],
  ['POST', '/partners', { name: 'A', colour: 'red' }, 400, 'malformed_request'],
  ['POST', '/partners', { name: 'A', partnerKey: 'short' }, 400, 'malformed_request'],
  ['POST', '/partners', '{', 400, 'malformed_request'],
  ['POST', '/partners', { name: 'A', partnerKey: 'taken-key' }, 409, 'partner_key_taken'],
  ['POST', '/partners/taken-key/map', {}, 400, 'malformed_request'],
  ['POST', '/partners/taken-key/map', { accountIds: ['c9'] }, 404, 'account_not_found'],
  ['POST', '/partners/taken-key/unmap', { serviceIds: ['s9'] }, 404, 'service_not_found'],
  ['POST', '/partners/unknown-key/map', { accountIds: 'all' }, 404, 'partner_not_found'],
  ['POST', '/partners/unknown-key/regenerate-key', undefined, 404, 'partner_not_found'],
  ['POST', '/partners/unknown-key/disconnect', undefined, 404, 'partner_not_found'],
  ['PUT', '/faults', { partnerKey: 'unknown-key', zero: 'refused' }, 404, 'partner_not_found'],
  ['PUT', '/state', { version: 2 }, 400, 'malformed_request'],
  ['GET', '/nothing', undefined, 404, 'not_found'],
] as const)('%s %s with %j: %i problem', async ([method, path, body, status, code]) => {
  const { control } = await bootSandbox()
  await control('POST', '/partners', { name: 'First', partnerKey: 'taken-key' })
  const answer = await control(method, path, body)
  expect(answer.headers.get('content-type')).toMatch('application/problem+json')
  expect(answer.body).toMatchObject({ status, code, title: expect.any(String), detail: expect.any(String) })
  expect(answer.status).toBe(status)
})

test('a copy of the state, given to a sandbox that was just started, makes it the same Gradient', async () => {
  const first = await bootSandbox()
  const { gradient, count, partnerKey, play } = await first.partnerWithAccounts()
  const gone = await first.partner({ name: 'Gone' })
  await gone.play('disconnect')
  await count('c1', 5)
  await play('unmap', { accountIds: ['c1'] })
  await first.faults({ partnerKey, zero: 'refused' })
  const copy = (await first.control('GET', '/state')).body
  const second = await bootSandbox()
  expect((await second.control('PUT', '/state', copy)).status).toBe(204)
  expect((await second.control('GET', '/state')).body).toEqual(copy)
  expect((await second.control('GET', '/partners')).body).toEqual((await first.control('GET', '/partners')).body)
  const again = second.withKey(partnerKey)
  expect((await again('GET', '')).body).toEqual((await gradient('GET', '')).body)
  expect((await second.withKey(gone.partnerKey)('GET', '/organization')).status).toBe(401)
})

test('a page of another origin can change nothing', async () => {
  const { control, url, partner } = await bootSandbox()
  const { partnerKey } = await partner()
  const foreign = [
    fetch(`${url}/control/partners/${partnerKey}/disconnect`, {
      method: 'POST',
      headers: { origin: 'http://elsewhere.example' },
    }),
    fetch(`${url}/control/faults`, { method: 'DELETE', headers: { 'sec-fetch-site': 'cross-site' } }),
    fetch(`${url}/partners`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-site' },
      body: new URLSearchParams({ name: 'B' }),
    }),
  ]
  expect((await Promise.all(foreign)).map(({ status }) => status)).toEqual([403, 403, 403])
  expect((await control('GET', '/partners')).body).toMatchObject([{ partnerKey, connected: true }])
})

test('OpenAPI describes every route and every switch', async () => {
  const { url } = await bootSandbox()
  // biome-ignore lint/suspicious/noExplicitAny: the test looks into the document wherever it likes
  const document: any = await (await fetch(`${url}/openapi.json`)).json()
  expect(document.openapi).toMatch(/^3\.1/)
  expect(Object.keys(document.paths).sort()).toEqual([
    '/api/vendor-api',
    '/api/vendor-api/organization',
    '/api/vendor-api/organization/accounts',
    '/api/vendor-api/organization/accounts/{accountId}',
    '/api/vendor-api/organization/status/{status}',
    '/api/vendor-api/service',
    '/api/vendor-api/service/{serviceId}/count',
    '/control/calls',
    '/control/faults',
    '/control/partners',
    '/control/partners/{partnerKey}',
    '/control/partners/{partnerKey}/disconnect',
    '/control/partners/{partnerKey}/map',
    '/control/partners/{partnerKey}/regenerate-key',
    '/control/partners/{partnerKey}/unmap',
    '/control/state',
    '/control/stats',
    '/control/vendor',
  ])
  const switches = document.paths['/control/faults'].put.requestBody.content['application/json'].schema.properties
  expect(
    Object.entries<object>(switches).filter(([, schema]) => !JSON.stringify(schema).includes('description')),
  ).toEqual([])
  expect(Object.keys(switches)).toEqual(
    expect.arrayContaining([
      'duplicateAccounts',
      'zero',
      'afterDisconnect',
      'isMapped',
      'rateLimit',
      'latencyMs',
      'errors',
      'accountRefused',
    ]),
  )
})
