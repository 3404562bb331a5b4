import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import {
  createTestDatabase,
  createTestRedis,
  QUICK_START,
  type TestDatabase,
  type TestRedis,
  waitFor,
} from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

// Each is a process of its own.

const main = resolve(import.meta.dirname, '../src/main.ts')
const children: ChildProcess[] = []
let database: TestDatabase
let redis: TestRedis
beforeAll(async () => {
  database = await createTestDatabase()
  redis = createTestRedis()
})
afterAll(async () => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL')
  await redis.close()
  await database.close()
})

function start(settings: Record<string, string>) {
  const env = {
    ...QUICK_START,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    QUEUE_PREFIX: redis.prefix,
    PORT: '0',
    ...settings,
  }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (text) => {
    said.out += text
  })
  child.stderr.on('data', (text) => {
    said.err += text
  })
  return { child, said, url: () => /"url":"(http:[^"]+)"/.exec(said.out)?.[1] }
}

/** What is wrong, as `/readyz` tells it. */
async function readiness(address: string): Promise<{ problems: Record<string, string> }> {
  const response = await fetch(`${address}/readyz`)
  const body = (await response.json()) as { problems: Record<string, string> }
  expect(response.status).toBe(Object.keys(body.problems).length === 0 ? 200 : 503)
  return body
}

const OIDC = {
  OIDC_ISSUER: 'https://login.example.com',
  OIDC_CLIENT_ID: 'console',
  OIDC_CLIENT_SECRET: 'the-client-secret',
  CONSOLE_PUBLIC_URL: 'https://console.example.com',
}

test.concurrent('a bad setting names itself and stops the process with code 78', async () => {
  const { child, said } = start({ OIDC_ISSUER: 'http://login.example.com' })
  const [code] = await once(child, 'exit')
  expect([code, said.err]).toEqual([78, expect.stringMatching(/^Setting OIDC_ISSUER: /m)])
})

test.concurrent('it starts on loopback, tells how it is, and ends with 0 when it is told to', async () => {
  const { child, said, url } = start({ ...OIDC, TRUSTED_PROXIES: '10.0.0.0/8, ::1' })
  const address = await waitFor(url)
  expect(new URL(address).hostname).toBe('127.0.0.1')
  const ask = async (path: string) => {
    const response = await fetch(`${address}${path}`)
    return { status: response.status, text: await response.text(), headers: response.headers }
  }
  expect(await ask('/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' })
  // The Redis of a test run is not always set up as ours must be.
  expect((await readiness(address)).problems).not.toHaveProperty('postgres')
  expect((await ask('/metrics')).text).toMatch(/http_request_duration_seconds_count\{.*route="\/healthz".*\} 1/)
  const page = await ask('/')
  expect(page.headers.get('strict-transport-security')).toBe('max-age=31536000')
  expect(said.out).not.toContain('the-client-secret')
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
})

test.concurrent('it starts while Redis is away, and says so; sessions and the audit need only Postgres', async () => {
  const { child, url } = start({ REDIS_URL: 'redis://127.0.0.1:1' })
  const address = await waitFor(url)
  expect(Object.keys((await readiness(address)).problems)).toEqual(['redis'])
  const session = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ name: 'nobody', password: 'nothing' }),
  })
  expect(session.status).toBe(401)
  child.kill('SIGTERM')
  await once(child, 'exit')
})

test('a database that is not migrated is told', async () => {
  await database.pool.query('alter table kysely_migration rename to kysely_migration_away')
  const { child, url } = start({})
  const address = await waitFor(url)
  expect((await readiness(address)).problems['postgres']).toMatch(/run the migrations/)
  await database.pool.query('alter table kysely_migration_away rename to kysely_migration')
  child.kill('SIGTERM')
  await once(child, 'exit')
})
