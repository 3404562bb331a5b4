import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guardRights } from '../src/rights/guard.ts'
import { RIGHTS, type Right } from '../src/rights/rights.ts'
import { type Answer, type Browser, startConsoleForTest, type TestConsole } from './start-console-for-test.ts'

let running: TestConsole
let browsers: Record<'viewer' | 'operator', Browser>
beforeAll(async () => {
  running = await startConsoleForTest()
  browsers = { viewer: await running.signedIn('viewer'), operator: await running.signedIn('operator') }
})
afterAll(() => running.close())

const lines = Object.entries(RIGHTS).map(([line, right]) => {
  const [method = '', pattern = ''] = line.split(' ')
  return { line, method, right, path: pathOf(pattern) }
})

/** A path that a pattern matches, of things that there are not. */
function pathOf(pattern: string): string {
  const names: Record<string, string> = {
    ':queueName': 'billing',
    ':queueStatus': 'failed',
    ':jobId': 'push-1-1',
    '*': 'x',
  }
  return pattern.replace(/:[A-Za-z]+|\*/g, (name) => names[name] ?? '00000000-0000-4000-8000-000000000000')
}

/** Whoever it is comes in: what the route itself then says is another matter. */
const isLetIn = ({ status, body }: Answer) =>
  status !== 401 && !['forbidden', 'cross_site_request'].includes(body?.code)
const RANK: Record<Right, number> = { nobody: 0, viewer: 1, operator: 2 }

/** Leaves the sessions alone, which the next line needs. */
const ENDS_THE_SESSION = 'DELETE /api/session'

test('every route of the app has its line in the table, bull-board’s too, and there is none that is not', () => {
  const routes = running.routes.flatMap(({ method, url }) => [method].flat().map((one) => `${one} ${url}`))
  expect(routes.length).toBeGreaterThan(60)
  const asked = new Set(routes.map((route) => route.replace(/^HEAD /, 'GET ')))
  expect([...asked].sort()).toEqual(Object.keys(RIGHTS).sort())
  expect(routes.filter((route) => /obliterate|update-data/.test(route))).toHaveLength(2)
})

describe.each(lines)('$line is for $right', ({ line, method, path, right }) => {
  test.each(['nobody', 'viewer', 'operator'] as const)('%s', async (who) => {
    if (line === ENDS_THE_SESSION) return expect(right).toBe('viewer')
    const { call } = who === 'nobody' ? running : browsers[who]
    const body = method === 'GET' ? undefined : {}
    const answer = await call(method, path, body)
    if (line === 'POST /api/session') return expect(answer.status).toBe(400)
    expect(isLetIn(answer)).toBe(RANK[who] >= RANK[right])
    expect(answer.status).not.toBe(500)
    if (RANK[who] < RANK[right]) {
      expect(answer.body.code).toBe(who === 'nobody' ? 'unauthorized' : 'forbidden')
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  })
})

test('a HEAD is let in as a GET is', async () => {
  const heads = new Set(running.routes.filter(({ method }) => method === 'HEAD').map(({ url }) => url))
  expect(heads.size).toBeGreaterThan(30)
  for (const { path, right } of lines.filter(({ line }) => heads.has(line.replace('GET ', '')))) {
    for (const who of ['nobody', 'viewer'] as const) {
      const { call } = who === 'nobody' ? running : browsers[who]
      expect((await call('HEAD', path)).status !== 401, path).toBe(RANK[who] >= RANK[right])
    }
  }
})

describe('from another site’s page, whoever is signed in there, nobody can', () => {
  test.each(lines.filter(({ method }) => method !== 'GET'))('$line', async ({ method, path }) => {
    const own = new URL(running.url)
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', origin: own.origin },
      { 'sec-fetch-site': 'same-site', origin: own.origin },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': '', origin: own.origin },
    ]) {
      const { status, body } = await browsers.operator.call(method, path, {}, headers)
      expect([status, body.code]).toEqual([403, 'cross_site_request'])
    }
  })
})

test('where the browser does not say who asks, the Origin must be ours', async () => {
  const ask = async (origin: string | undefined) => {
    const response = await fetch(`${running.url}/board/api/queues/billing/obliterate`, {
      method: 'PUT',
      headers: { cookie: browsers.operator.cookie, ...(origin === undefined ? {} : { origin }) },
    })
    return response.status
  }
  const { port } = new URL(running.url)
  expect(await ask(running.url)).toBe(404)
  for (const other of [
    undefined,
    'null',
    'https://evil.example',
    `https://127.0.0.1:${port}`,
    `http://127.0.0.1.evil.example:${port}`,
  ]) {
    expect(await ask(other), other).toBe(403)
  }
})

test('what is nowhere is 404 for those who look; whoever would change it is what they are everywhere', async () => {
  for (const path of ['/api/nothing', '/board/api/nothing', '/board/static/nothing.js', '/assets/nothing.js']) {
    const expected = path.startsWith('/board/static') ? 401 : 404
    expect((await running.call('GET', path)).status, path).toBe(expected)
    expect((await browsers.viewer.call('GET', path)).status, path).toBe(404)
    expect((await running.call('PUT', path, {})).status, path).toBe(401)
    expect((await browsers.viewer.call('PUT', path, {})).status, path).toBe(403)
    expect((await browsers.operator.call('PUT', path, {})).status, path).toBe(404)
  }
  expect((await browsers.operator.call('DELETE', '/api/audit')).status).toBe(405)
})

test('a person who follows a link without being signed in is led to the sign-in, and back afterwards', async () => {
  const { statusCode, headers } = await running.app.inject({
    url: '/board/queue/billing?status=failed',
    headers: { 'sec-fetch-mode': 'navigate' },
  })
  expect([statusCode, headers.location]).toEqual([303, '/sign-in?next=%2Fboard%2Fqueue%2Fbilling%3Fstatus%3Dfailed'])
})

test('a cookie that is none of ours lets nobody in', async () => {
  for (const cookie of ['console=', 'console=x', `console=${'A'.repeat(43)}`, `console=${'A'.repeat(4_000)}`]) {
    expect((await running.call('GET', '/api/session', undefined, { cookie })).status).toBe(401)
  }
})

describe('the app does not start', () => {
  async function start(rights: Record<string, Right>) {
    const app = Fastify()
    guardRights(app, { db: running.database.db, clock: running.clock, publicUrl: undefined }, rights)
    app.get('/there', async () => 'there')
    await app.ready()
    return app
  }

  test('with a route that has no line', async () => {
    await expect(start({})).rejects.toThrow('GET /there has no line')
  })

  test('with a line that has no route', async () => {
    await expect(start({ 'GET /there': 'nobody', 'PUT /gone': 'operator' })).rejects.toThrow('PUT /gone')
    await expect(start({ 'GET /there': 'nobody' })).resolves.toBeDefined()
  })
})
