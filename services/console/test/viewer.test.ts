import { request } from 'node:http'
import { planRun, startRun } from '@bridge/db'
import { ensureMonthlyTick, nudgePush } from '@bridge/queue'
import { givenConnection, givenPartner } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RIGHTS } from '../src/rights/rights.ts'
import { type Browser, startConsoleForTest, type TestConsole } from './start-console-for-test.ts'

const PERIOD = '2026-10'
const SAFE = ['GET', 'HEAD']
let running: TestConsole
let viewer: Browser
let names: Record<string, string>
beforeAll(async () => {
  running = await startConsoleForTest()
  viewer = await running.signedIn('viewer')
  const { db } = running.database
  const partnerId = await givenPartner(db, { companies: [{ id: 'a', usage: { [PERIOD]: 3 } }] })
  await givenConnection(db, partnerId)
  const later = new Date('2100-01-01')
  const order = { period: PERIOD, kind: 'requested', partnerId, deadlineAt: later, connectedBy: later } as const
  await planRun(db, (await startRun(db, order))?.id ?? '', later)
  const { rows } = await sql<{ id: string; nudge: number; connectionId: string }>`
    select id, nudge, connection_id as "connectionId" from push`.execute(db)
  const nudges = rows.map((push) => ({ ...nudgePush(push), delayMs: 3_600_000 }))
  await running.queues.add(nudges)
  await ensureMonthlyTick(running.queues, { cron: '0 1 1 * *', timeZone: 'America/New_York' })
  const { rows: pauses } = await sql<{ id: string }>`
    insert into sending_pause (reason, detail, paused_by) values ('operator', 'held', 'ada') returning id`.execute(db)
  const { rows: retries } = await sql<{ id: string }>`
    insert into retry (preview_token, scope, reason, asked_by) values ('t', '{"pushIds": ["1"]}', 'why', 'ada') returning id`.execute(
    db,
  )
  names = {
    ':queueName': 'billing',
    ':queueStatus': 'delayed',
    ':jobId': nudges[0]?.id ?? '',
    ':schedulerId': 'monthly-run',
    ':pauseId': pauses[0]?.id ?? '',
    ':retryId': retries[0]?.id ?? '',
    ':partnerId': partnerId,
  }
})
afterAll(() => running.close())

/** A request with the path as it is written: no client of a browser's kind puts it right first. */
function raw(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(running.url)
    const all = {
      cookie: viewer.cookie,
      'sec-fetch-site': 'same-origin',
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
      ...headers,
    }
    const sent = request({ hostname, port, method, path, headers: all }, (answer) => {
      answer.resume()
      answer.once('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

/** All that is in Postgres, but for what looking leaves behind, and all that is in Redis. */
async function everything(): Promise<Record<string, string | undefined>> {
  const { db } = running.database
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`.execute(db)
  const all: Record<string, string | undefined> = {}
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string | null }>`
      select string_agg(t::text, ' ' order by t::text) as text from ${sql.raw(name)} t`.execute(db)
    all[name] = rows[0]?.text ?? ''
  }
  const { redis, prefix } = running.redis
  for (const key of await redis.keys(`${prefix}*`)) all[key] = (await redis.dumpBuffer(key))?.toString('hex')
  return all
}

const changes = Object.entries(RIGHTS)
  .filter(([, right]) => right === 'operator')
  .map(([line]) => line.split(' ') as [string, string])
const lastLetterEncoded = (path: string) => path.replace(/[a-z]$/, (letter) => `%${letter.charCodeAt(0).toString(16)}`)
const BODY = JSON.stringify({ reason: 'let me', scope: 'all', name: 'push-usage', data: {} })

test('a viewer changes nothing by any route, however its path and its method are written', async () => {
  // Opened once, as looking does, before what is there is written down.
  for (const path of ['/board/api/queues', '/board/api/job-schedulers', '/api/overview']) await viewer.call('GET', path)
  const before = await everything()
  expect(changes.length).toBeGreaterThan(25)
  for (const [method, pattern] of changes) {
    const path = pattern.replace(/:[A-Za-z]+/g, (name) => encodeURIComponent(names[name] ?? name))
    const ways: [string, string, Record<string, string>?][] = [
      [method, path],
      [method, `${path}/`],
      [method, `/${path}`],
      [method, lastLetterEncoded(path)],
      [method, path.replace('/api/', '/%61pi/')],
      [method, path.replace('/api/', '/./api/')],
      [method, path.replace('/api/', '//api/')],
      [method, path.replace('/api/', '/x/..%2fapi/')],
      [method, path.toUpperCase()],
      [method, `${path};x=1`],
      [method, `${path}?_method=GET`],
      [method, path, { 'x-http-method-override': 'GET' }],
      [method, path, { 'x-forwarded-for': '127.0.0.1', 'x-original-url': '/healthz', 'x-rewrite-url': '/healthz' }],
      ['GET', path, { 'x-http-method-override': method, 'x-http-method': method, 'x-method-override': method }],
      ['POST', path, { 'x-http-method-override': method }],
      ['POST', `${path}?_method=${method}`],
      ['HEAD', path, { 'x-http-method-override': method }],
      ['OPTIONS', path],
      ['PATCH', path],
      ['DELETE', path],
      ['PROPFIND', path],
    ]
    for (const [as, to, headers] of ways) {
      const status = await raw(as, to, headers, SAFE.includes(as) ? undefined : BODY)
      const told = `${as} ${to} ${JSON.stringify(headers ?? {})}: ${status}`
      // What looking is answered does not matter here, only what it leaves behind.
      if (!SAFE.includes(as)) expect([400, 403, 404, 405, 415, 429], told).toContain(status)
      if (as === method && to === path) expect(status, told).toBe(403)
    }
  }
  expect(await everything()).toEqual(before)
})

test('what a viewer may ask with a body changes nothing either', async () => {
  const before = await everything()
  const { status } = await viewer.call('POST', '/api/retries/preview', {
    scope: { partnerId: names[':partnerId'], period: PERIOD },
  })
  expect(status).toBe(200)
  expect(await everything()).toEqual(before)
})
