import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import {
  createTestDatabase,
  QUICK_START,
  startThrowawayRedis,
  type TestDatabase,
  type ThrowawayServer,
  waitFor,
} from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'

const SERVICES = ['gateway', 'account-worker', 'billing-worker', 'scheduler'] as const

interface Started {
  name: string
  child: ChildProcess
  lines: Record<string, unknown>[]
}
let database: TestDatabase
let redis: ThrowawayServer
let admin: Redis
let started: Started[]

beforeAll(async () => {
  database = await createTestDatabase()
  redis = await startThrowawayRedis()
  admin = new Redis(redis.url)
  await admin.config('SET', 'maxmemory-policy', 'allkeys-lru')
  started = SERVICES.map(start)
})
afterAll(async () => {
  for (const { child } of started) {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
  admin.disconnect()
  await redis.close()
  await database.close()
})

function start(name: string): Started {
  const env = {
    ...QUICK_START,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    GRADIENT_BASE_URL: 'http://127.0.0.1:1/api',
    GRADIENT_VENDOR_API_KEY: 'the-vendor-key',
    GRADIENT_SERVICE_ID: 'a-service',
    ENCRYPTION_KEYS: makeKey('test'),
    PORT: '0',
  }
  const main = resolve(import.meta.dirname, `../../services/${name}/src/main.ts`)
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: Started['lines'] = []
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts.map((line) => JSON.parse(line)))
  })
  return { name, child, lines }
}

/** What a process said of Redis: each problem in its words, `right` when there was none any more. */
const told = ({ lines }: Started) =>
  lines.filter(({ check }) => check === 'redis').map(({ problem }) => problem ?? 'right')

async function ready({ lines }: Started): Promise<{ status: number; redis: string | undefined }> {
  const line = lines.find((each) => each['url'] ?? each['healthPort'])
  const url = line?.['url'] ?? `http://127.0.0.1:${line?.['healthPort']}`
  const response = await fetch(`${url}/readyz`)
  const { problems } = (await response.json()) as { problems: Record<string, string> }
  return { status: response.status, redis: problems['redis'] }
}

const EVICTS = expect.stringContaining('maxmemory-policy allkeys-lru')
const FORGETS = expect.stringContaining('appendonly no')

test('a Redis that evicts is told by every process at its start, once, though nobody asks it whether it is ready', async () => {
  for (const each of started) {
    await waitFor(() => told(each).length > 0, { what: `${each.name} to tell` })
    expect(told(each)).toEqual([EVICTS])
  }
})

test('readiness says so each time, the log does not; what changes is told again, and that it is right at last', async () => {
  for (const each of started) {
    await waitFor(() => each.lines.some((line) => line['url'] ?? line['healthPort']))
    for (let time = 0; time < 3; time += 1) expect(await ready(each)).toEqual({ status: 503, redis: EVICTS })
  }
  await admin.config('SET', 'appendonly', 'no')
  for (const each of started) {
    const { redis: problem } = await ready(each)
    expect(problem).toEqual(EVICTS)
    expect(problem).toEqual(FORGETS)
  }
  await admin.config('SET', 'maxmemory-policy', 'noeviction')
  for (const each of started) expect(await ready(each)).toEqual({ status: 503, redis: FORGETS })
  await admin.config('SET', 'appendonly', 'yes')
  for (const each of started) {
    expect(await ready(each)).toEqual({ status: 200, redis: undefined })
    await waitFor(() => told(each).length === 4)
    expect(told(each)).toEqual([EVICTS, EVICTS, FORGETS, 'right'])
  }
})
