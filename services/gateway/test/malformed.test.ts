import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { billing } from './malformed/billing.ts'
import { bodies } from './malformed/bodies.ts'
import { connections } from './malformed/connections.ts'
import { imports } from './malformed/imports.ts'
import { lists } from './malformed/lists.ts'
import { usage } from './malformed/malformed.ts'
import { paths } from './malformed/paths.ts'
import { portal } from './malformed/portal.ts'
import { reports } from './malformed/reports.ts'
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

const REQUESTS = [...paths, ...bodies, ...lists, ...reports, ...billing, ...connections, ...portal, ...imports]

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
