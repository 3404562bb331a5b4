import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Answer, startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
let before: Record<string, number>
beforeAll(async () => {
  gateway = await startGatewayForTest()
  await gateway.call('PUT', '/v1/partners/p1', { name: 'Partner One' })
  await gateway.call('PUT', '/v1/partners/p1/companies/c1', { name: 'Company One' })
  before = await countRows()
})
afterAll(() => gateway.close())

/** The rows of every table. */
async function countRows(): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`.execute(gateway.database.db)
  const counts = rows.map(async ({ name }) => {
    const count = await sql<{ n: string }>`select count(*) as n from ${sql.table(name)}`.execute(gateway.database.db)
    return [name, Number(count.rows[0]?.n)] as const
  })
  return Object.fromEntries(await Promise.all(counts))
}

const json = { 'content-type': 'application/json' }
const csv = { 'content-type': 'text/csv' }
const links = '/v1/partners/p1/portal-sessions'
const usage = '/v1/partners/p1/companies/c1/usage/2026-10'
const connection = '/v1/partners/p1/gradient-connection'
const deep = '['.repeat(200_000) + ']'.repeat(200_000)
const columns = 'partner_id,partner_name,company_id,company_name'

type Request = [
  what: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
  status: number,
  code: string,
]

const REQUESTS: Request[] = [
  ['no route', 'GET', '/nowhere', undefined, {}, 404, 'route_not_found'],
  ['no route under /v1', 'GET', '/v1/nowhere', undefined, {}, 404, 'route_not_found'],
  ['no route, with a broken body', 'POST', '/v1/nowhere', '{', json, 400, 'malformed_json'],
  ['a method that is not there', 'DELETE', '/v1/partners/p1', undefined, {}, 405, 'method_not_allowed'],
  ['a method that is not there, with a body', 'POST', '/v1/partners/p1', { name: 'x' }, {}, 405, 'method_not_allowed'],
  ['a path that is not percent-encoded', 'GET', '/v1/partners/%zz', undefined, {}, 400, 'malformed_request'],
  ['half of a UTF-8 character in the path', 'GET', '/v1/partners/%c3', undefined, {}, 400, 'malformed_request'],
  ['NUL in an id', 'PUT', '/v1/partners/a%00b', { name: 'x' }, {}, 400, 'malformed_request'],
  ['a space in an id', 'PUT', '/v1/partners/a%20b', { name: 'x' }, {}, 400, 'malformed_request'],
  ['a slash in an id', 'PUT', '/v1/partners/a%2fb', { name: 'x' }, {}, 400, 'malformed_request'],
  ['an id of 65 characters', 'PUT', `/v1/partners/${'a'.repeat(65)}`, { name: 'x' }, {}, 400, 'malformed_request'],
  ['an id of 2000 characters', 'PUT', `/v1/partners/${'a'.repeat(2000)}`, { name: 'x' }, {}, 400, 'malformed_request'],
  ['an id in another script', 'PUT', '/v1/partners/%D0%BF', { name: 'x' }, {}, 400, 'malformed_request'],
  ['a company id with a quote', 'PUT', `/v1/partners/p1/companies/c'1`, { name: 'x' }, {}, 400, 'malformed_request'],
  ['no body', 'PUT', '/v1/partners/p2', undefined, {}, 400, 'malformed_request'],
  ['an empty body', 'PUT', '/v1/partners/p2', '', json, 400, 'malformed_json'],
  ['not JSON', 'PUT', '/v1/partners/p2', 'name=x', json, 400, 'malformed_json'],
  ['JSON cut short', 'PUT', '/v1/partners/p2', '{"name":"x"', json, 400, 'malformed_json'],
  ['two JSON values', 'PUT', '/v1/partners/p2', '{"name":"x"}{}', json, 400, 'malformed_json'],
  ['NaN', 'PUT', usage, '{"billableUsers":NaN}', json, 400, 'malformed_json'],
  ['null', 'PUT', '/v1/partners/p2', 'null', json, 400, 'malformed_request'],
  ['an array', 'PUT', '/v1/partners/p2', '[{"name":"x"}]', json, 400, 'malformed_request'],
  ['a text', 'PUT', '/v1/partners/p2', '"x"', json, 400, 'malformed_request'],
  ['a number', 'PUT', '/v1/partners/p2', '17', json, 400, 'malformed_request'],
  ['very deep JSON', 'PUT', '/v1/partners/p2', deep, json, 400, 'malformed_request'],
  ['very deep JSON in a field', 'PUT', '/v1/partners/p2', `{"name":${deep}}`, json, 400, 'malformed_request'],
  ['a name twice', 'PUT', usage, '{"billableUsers":1,"billableUsers":200}', json, 400, 'malformed_request'],
  [
    'a name twice, once escaped',
    'PUT',
    usage,
    '{"billableUsers":1,"billable\\u0055sers":2}',
    json,
    400,
    'malformed_request',
  ],
  ['a field nobody knows', 'PUT', '/v1/partners/p2', { name: 'x', colour: 'red' }, {}, 400, 'malformed_request'],
  ['__proto__', 'PUT', '/v1/partners/p2', '{"name":"x","__proto__":{"a":1}}', json, 400, 'malformed_request'],
  [
    'constructor',
    'PUT',
    '/v1/partners/p2',
    '{"name":"x","constructor":{"prototype":1}}',
    json,
    400,
    'malformed_request',
  ],
  [
    'not UTF-8',
    'PUT',
    '/v1/partners/p2',
    new Uint8Array([123, 34, 110, 97, 109, 101, 34, 58, 34, 0xe9, 34, 125]),
    json,
    400,
    'bad_encoding',
  ],
  [
    'UTF-16',
    'PUT',
    '/v1/partners/p2',
    new Uint8Array(Buffer.from('{"name":"x"}', 'utf16le')),
    json,
    400,
    'malformed_json',
  ],
  ['NUL in a name', 'PUT', '/v1/partners/p2', '{"name":"a\\u0000b"}', json, 400, 'malformed_request'],
  ['a lone surrogate in a name', 'PUT', '/v1/partners/p2', '{"name":"a\\ud800b"}', json, 400, 'malformed_request'],
  ['a line break in a name', 'PUT', '/v1/partners/p2', { name: 'a\nb' }, {}, 400, 'malformed_request'],
  ['an escape character in a name', 'PUT', '/v1/partners/p2', { name: 'a\u001bb' }, {}, 400, 'malformed_request'],
  ['an empty name', 'PUT', '/v1/partners/p2', { name: '' }, {}, 400, 'malformed_request'],
  ['a blank name', 'PUT', '/v1/partners/p2', { name: '  \u00a0' }, {}, 400, 'malformed_request'],
  ['a name of 201 characters', 'PUT', '/v1/partners/p2', { name: 'a'.repeat(201) }, {}, 400, 'malformed_request'],
  ['a number for a name', 'PUT', '/v1/partners/p2', { name: 17 }, {}, 400, 'malformed_request'],
  ['null for a name', 'PUT', '/v1/partners/p2', { name: null }, {}, 400, 'malformed_request'],
  ['an object for a name', 'PUT', '/v1/partners/p2', { name: { toString: 'x' } }, {}, 400, 'malformed_request'],
  ['an address without @', 'PUT', '/v1/partners/p2', { name: 'x', adminEmail: 'nobody' }, {}, 400, 'malformed_request'],
  [
    'an address with a line break',
    'PUT',
    '/v1/partners/p2',
    { name: 'x', adminEmail: 'a@b.de\r\nbcc: c@d.de' },
    {},
    400,
    'malformed_request',
  ],
  [
    'a body over the limit',
    'PUT',
    '/v1/partners/p2',
    `{"name":"${'a'.repeat(1_100_000)}"}`,
    json,
    413,
    'body_too_large',
  ],
  [
    'a form',
    'PUT',
    '/v1/partners/p2',
    'name=x',
    { 'content-type': 'application/x-www-form-urlencoded' },
    415,
    'unsupported_media_type',
  ],
  ['text', 'PUT', '/v1/partners/p2', '{"name":"x"}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
  [
    'XML',
    'PUT',
    '/v1/partners/p2',
    '<name>x</name>',
    { 'content-type': 'application/xml' },
    415,
    'unsupported_media_type',
  ],
  ['CSV where JSON is taken', 'PUT', '/v1/partners/p2', 'name\nx', csv, 415, 'unsupported_media_type'],
  [
    'a content type that is none',
    'PUT',
    '/v1/partners/p2',
    '{"name":"x"}',
    { 'content-type': ';;;' },
    415,
    'unsupported_media_type',
  ],
  [
    'a company of a partner nobody knows',
    'PUT',
    '/v1/partners/zz/companies/c1',
    { name: 'x' },
    {},
    404,
    'partner_not_found',
  ],
  [
    'usage of a partner nobody knows',
    'PUT',
    '/v1/partners/zz/companies/c1/usage/2026-10',
    { billableUsers: 1 },
    {},
    404,
    'partner_not_found',
  ],
  [
    'usage of a company nobody knows',
    'PUT',
    '/v1/partners/p1/companies/zz/usage/2026-10',
    { billableUsers: 1 },
    {},
    404,
    'company_not_found',
  ],
  ['no number', 'PUT', usage, {}, {}, 400, 'malformed_request'],
  ['a misspelt field', 'PUT', usage, { billable_users: 5 }, {}, 400, 'malformed_request'],
  ['null for a number', 'PUT', usage, { billableUsers: null }, {}, 400, 'malformed_request'],
  ['a text for a number', 'PUT', usage, { billableUsers: '5' }, {}, 400, 'malformed_request'],
  ['true for a number', 'PUT', usage, { billableUsers: true }, {}, 400, 'malformed_request'],
  ['a negative number', 'PUT', usage, { billableUsers: -1 }, {}, 400, 'malformed_request'],
  ['a fraction', 'PUT', usage, { billableUsers: 5.5 }, {}, 400, 'malformed_request'],
  ['one too many', 'PUT', usage, { billableUsers: 10_000_001 }, {}, 400, 'malformed_request'],
  ['a number beyond exactness', 'PUT', usage, '{"billableUsers":9007199254740993}', json, 400, 'malformed_request'],
  ['a number beyond all', 'PUT', usage, '{"billableUsers":1e400}', json, 400, 'malformed_request'],
  [
    'a number of 100,000 digits',
    'PUT',
    usage,
    `{"billableUsers":${'9'.repeat(100_000)}}`,
    json,
    400,
    'malformed_request',
  ],
  ['month 13', 'PUT', '/v1/partners/p1/companies/c1/usage/2026-13', { billableUsers: 1 }, {}, 400, 'malformed_request'],
  ['month 0', 'PUT', '/v1/partners/p1/companies/c1/usage/2026-00', { billableUsers: 1 }, {}, 400, 'malformed_request'],
  [
    'a day for a month',
    'PUT',
    '/v1/partners/p1/companies/c1/usage/2026-10-01',
    { billableUsers: 1 },
    {},
    400,
    'malformed_request',
  ],
  [
    'a year of long ago',
    'PUT',
    '/v1/partners/p1/companies/c1/usage/1999-12',
    { billableUsers: 1 },
    {},
    400,
    'malformed_request',
  ],
  [
    'a month that has not begun',
    'PUT',
    '/v1/partners/p1/companies/c1/usage/2026-12',
    { billableUsers: 1 },
    {},
    422,
    'period_in_future',
  ],
  ['limit 0', 'GET', '/v1/partners?limit=0', undefined, {}, 400, 'malformed_request'],
  ['limit 501', 'GET', '/v1/partners?limit=501', undefined, {}, 400, 'malformed_request'],
  ['a limit that is no number', 'GET', '/v1/partners?limit=many', undefined, {}, 400, 'malformed_request'],
  ['two limits', 'GET', '/v1/partners?limit=1&limit=2', undefined, {}, 400, 'malformed_request'],
  ['a misspelt filter', 'GET', '/v1/partners?limt=5', undefined, {}, 400, 'malformed_request'],
  ['a cursor that is not ours', 'GET', '/v1/partners?cursor=abc', undefined, {}, 400, 'bad_cursor'],
  [
    'a cursor with SQL in it',
    'GET',
    `/v1/partners?cursor=${Buffer.from(`["' or 1=1"]`).toString('base64url')}`,
    undefined,
    {},
    400,
    'bad_cursor',
  ],
  [
    'a cursor with NUL in it',
    'GET',
    `/v1/partners?cursor=${Buffer.from('["\\u0000"]').toString('base64url')}`,
    undefined,
    {},
    400,
    'bad_cursor',
  ],
  [
    'a cursor of another list',
    'GET',
    `/v1/billing-runs?cursor=${Buffer.from('["p1"]').toString('base64url')}`,
    undefined,
    {},
    400,
    'bad_cursor',
  ],
  [
    'a cursor with a day that is none',
    'GET',
    `/v1/billing-runs?cursor=${Buffer.from('["2026-99-99 00:00:00+00","2ca9ccf9-89db-4840-912f-d67350ce8394"]').toString('base64url')}`,
    undefined,
    {},
    400,
    'bad_cursor',
  ],
  [
    'a cursor beyond bigint',
    'GET',
    `/v1/partners/p1/billing/2026-10?cursor=${Buffer.from(`["p1","c1","${'9'.repeat(30)}"]`).toString('base64url')}`,
    undefined,
    {},
    400,
    'bad_cursor',
  ],
  [
    'a cursor beyond integer',
    'GET',
    `/v1/partners/p1/companies/c1/usage?cursor=${Buffer.from('["2026-10","9999999999"]').toString('base64url')}`,
    undefined,
    {},
    400,
    'bad_cursor',
  ],
  [
    'an account state that is none',
    'GET',
    '/v1/partners/p1/companies?account=lost',
    undefined,
    {},
    400,
    'malformed_request',
  ],
  [
    'a breakdown of a month that is none',
    'GET',
    '/v1/partners/p1/billing/2026-13/breakdown',
    undefined,
    {},
    400,
    'malformed_request',
  ],
  [
    'a breakdown of a month that no run has had',
    'GET',
    '/v1/partners/p1/billing/2020-01/breakdown',
    undefined,
    {},
    404,
    'period_not_billed',
  ],
  ['a run id that is none', 'GET', '/v1/billing-runs/17', undefined, {}, 400, 'malformed_request'],
  [
    'a run nobody knows',
    'GET',
    '/v1/billing-runs/2ca9ccf9-89db-4840-912f-d67350ce8394',
    undefined,
    {},
    404,
    'run_not_found',
  ],
  [
    'a sync nobody knows',
    'GET',
    `${connection}/account-syncs/2ca9ccf9-89db-4840-912f-d67350ce8394`,
    undefined,
    {},
    404,
    'sync_not_found',
  ],
  ['a period for a run that is none', 'POST', '/v1/billing-runs', { period: 'October' }, {}, 400, 'malformed_request'],
  ['a run of the month that runs', 'POST', '/v1/billing-runs', { period: '2026-11' }, {}, 422, 'period_not_open'],
  ['a run of an older month', 'POST', '/v1/billing-runs', { period: '2026-09' }, {}, 422, 'period_not_open'],
  [
    'a run for a partner nobody knows',
    'POST',
    '/v1/billing-runs',
    { period: '2026-10', partnerId: 'zz' },
    {},
    404,
    'partner_not_found',
  ],
  [
    'a run for a partner that is not connected',
    'POST',
    '/v1/billing-runs',
    { period: '2026-10', partnerId: 'p1' },
    {},
    409,
    'not_connected',
  ],
  [
    'null for the partner of a run',
    'POST',
    '/v1/billing-runs',
    { period: '2026-10', partnerId: null },
    {},
    400,
    'malformed_request',
  ],
  ['a key that is too short', 'PUT', connection, { partnerApiKey: 'abc' }, {}, 422, 'partner_key_rejected'],
  ['a key that is too long', 'PUT', connection, { partnerApiKey: 'a'.repeat(513) }, {}, 400, 'malformed_request'],
  ['a key with a space', 'PUT', connection, { partnerApiKey: 'abcd efgh' }, {}, 400, 'malformed_request'],
  ['a key with a line break', 'PUT', connection, { partnerApiKey: 'abcdefgh\r\n' }, {}, 400, 'malformed_request'],
  ['a key with an accent', 'PUT', connection, { partnerApiKey: 'abcdefghé' }, {}, 400, 'malformed_request'],
  ['no key', 'PUT', connection, {}, {}, 400, 'malformed_request'],
  [
    'a key for a partner nobody knows',
    'PUT',
    '/v1/partners/zz/gradient-connection',
    { partnerApiKey: 'abcdefgh' },
    {},
    404,
    'partner_not_found',
  ],
  [
    'a connection of a partner nobody knows',
    'GET',
    '/v1/partners/zz/gradient-connection',
    undefined,
    {},
    404,
    'partner_not_found',
  ],
  ['a sync where nothing is connected', 'POST', `${connection}/sync-accounts`, undefined, {}, 409, 'not_connected'],
  [
    'a sync with a body that means nothing',
    'POST',
    `${connection}/sync-accounts`,
    { all: true },
    {},
    400,
    'malformed_request',
  ],
  [
    'a disconnect of a partner nobody knows',
    'DELETE',
    '/v1/partners/zz/gradient-connection',
    undefined,
    {},
    404,
    'partner_not_found',
  ],
  [
    'an archival for a partner nobody knows',
    'DELETE',
    '/v1/partners/zz/companies/c1',
    undefined,
    {},
    404,
    'partner_not_found',
  ],
  [
    'an idempotency key with a space',
    'POST',
    '/v1/billing-runs',
    { period: '2026-10' },
    { 'idempotency-key': 'a b' },
    400,
    'bad_idempotency_key',
  ],
  [
    'an idempotency key that is too long',
    'POST',
    '/v1/billing-runs',
    { period: '2026-10' },
    { 'idempotency-key': 'a'.repeat(256) },
    400,
    'bad_idempotency_key',
  ],
  [
    'an empty idempotency key',
    'POST',
    '/v1/billing-runs',
    { period: '2026-10' },
    { 'idempotency-key': '' },
    400,
    'bad_idempotency_key',
  ],
  [
    'a link into the page of a partner nobody knows',
    'POST',
    '/v1/partners/zz/portal-sessions',
    {},
    {},
    404,
    'partner_not_found',
  ],
  ['a link for an id with a space', 'POST', '/v1/partners/a%20b/portal-sessions', {}, {}, 400, 'malformed_request'],
  ['a link with a lifetime of one’s own', 'POST', links, { expiresAt: '2027-01-01' }, {}, 400, 'malformed_request'],
  ['a link with a list for a body', 'POST', links, [], {}, 400, 'malformed_request'],
  [
    'a link with a form',
    'POST',
    links,
    'a=b',
    { 'content-type': 'application/x-www-form-urlencoded' },
    415,
    'unsupported_media_type',
  ],
  ['a list of links', 'GET', links, undefined, {}, 405, 'method_not_allowed'],
  ['a session’s own route, by a token', 'GET', '/v1/portal-session', undefined, {}, 401, 'unauthorized'],
  ['a session’s end, by a token', 'DELETE', '/v1/portal-session', undefined, {}, 401, 'unauthorized'],
  ['a session that is made by hand', 'POST', '/v1/portal-session', {}, {}, 405, 'method_not_allowed'],
  ['a link that is followed by POST', 'POST', '/portal/enter/x', {}, {}, 405, 'method_not_allowed'],
  ['a page that is written to', 'PUT', '/portal/gradient', {}, {}, 405, 'method_not_allowed'],
  ['JSON where CSV is taken', 'POST', '/v1/imports', '[]', json, 415, 'unsupported_media_type'],
  ['an import without a type', 'POST', '/v1/imports', undefined, {}, 415, 'unsupported_media_type'],
  [
    'a compressed import',
    'POST',
    '/v1/imports',
    'partner_id\np2',
    { ...csv, 'content-encoding': 'gzip' },
    415,
    'unsupported_media_type',
  ],
  ['an empty import', 'POST', '/v1/imports', '', csv, 400, 'bad_columns'],
  ['an import without a header', 'POST', '/v1/imports', 'p2,Partner Two,c2,Company Two\n', csv, 400, 'bad_columns'],
  ['a column nobody knows', 'POST', '/v1/imports', `${columns},colour\np2,P,c2,C,red\n`, csv, 400, 'bad_columns'],
  ['a column twice', 'POST', '/v1/imports', `${columns},company_id\np2,P,c2,C,c3\n`, csv, 400, 'bad_columns'],
  ['no partner_id column', 'POST', '/v1/imports', 'partner_name\nP\n', csv, 400, 'bad_columns'],
  [
    'a header in UTF-16',
    'POST',
    '/v1/imports',
    new Uint8Array(Buffer.from(`${columns}\np2,P,c2,C\n`, 'utf16le')),
    csv,
    400,
    'bad_columns',
  ],
  ['a header that never ends', 'POST', '/v1/imports', 'a'.repeat(300_000), csv, 400, 'bad_columns'],
]

/** Whatever was wrong: a problem, with a code, never our fault, and without an idea of what is inside. */
function expectProblem(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code })
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(answer.body).toMatchObject({
    type: 'about:blank',
    title: expect.any(String),
    status,
    detail: expect.any(String),
  })
  expect(JSON.stringify(answer.body)).not.toMatch(/\.ts|node_modules|\bat .*:\d+|select |insert /)
}

it.each(REQUESTS)('%s is refused', async (_what, method, path, body, headers, status, code) => {
  expectProblem(await gateway.call(method, path, body, headers), status, code)
})

it.each([
  ['no token', undefined],
  ['another scheme', 'Basic YTpi'],
  ['no text', 'Bearer '],
  ['a token nobody knows', 'Bearer brt_nobody'],
  ['a token with a space', 'Bearer a b'],
  ['a token of 600 characters', `Bearer ${'a'.repeat(600)}`],
  ['SQL', `Bearer '; drop table partner; --`],
])('%s is answered 401', async (_what, authorization) => {
  const response = await fetch(
    `${gateway.url}/v1/partners`,
    authorization === undefined ? {} : { headers: { authorization } },
  )
  expectProblem(
    { status: response.status, headers: response.headers, body: await response.json() },
    401,
    'unauthorized',
  )
  expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
})

it('a bad field is named by its path', async () => {
  const answer = await gateway.call('PUT', usage, { billableUsers: -1, extra: 1 })
  expect(answer.body.errors).toEqual([
    { path: 'body.billableUsers', message: 'must not be negative' },
    { path: 'body', message: 'Unrecognized key: "extra"' },
  ])
})

it('there were at least sixty of them, and nothing was stored', async () => {
  expect(REQUESTS.length).toBeGreaterThanOrEqual(60)
  expect(await countRows()).toEqual(before)
})
