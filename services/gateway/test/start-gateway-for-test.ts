import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { join } from 'node:path'
import { createSpareSlots, insertToken } from '@bridge/db'
import { createGradientClient, createPace } from '@bridge/gradient'
import { createQueues, type Queues } from '@bridge/queue'
import { createLog, createMetrics, type Log } from '@bridge/runtime'
import { buildSandbox } from '@bridge/sandbox'
import {
  createFakeClock,
  createTestDatabase,
  createTestRedis,
  type FakeClock,
  type TestDatabase,
} from '@bridge/testkit'
import { makeKey, parseKeyRing, Secret } from '@bridge/vault'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { Redis } from 'ioredis'
import { buildApp } from '../src/app.ts'
import { hashToken, openTokenDirectory } from '../src/token-directory.ts'

/** A gateway on a port of its own, over a database and a queue prefix of its own, with a Gradient (the sandbox) behind it. */
export interface TestGateway {
  app: FastifyInstance
  url: string
  token: string
  tokenId: string
  database: TestDatabase
  clock: FakeClock
  queues: Queues
  gradientUrl: string
  /** Every route of the app, as it was added: those that HEAD got by itself, too. */
  routes: RouteOptions[]
  /** Calls the gateway with the token and a JSON body. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** Comes in by a new link of this partner's, as a browser does. */
  openPortal(partnerId: string): Promise<TestPortal>
  /** Calls the sandbox's control API. */
  control(method: string, path: string, body?: unknown): Promise<Answer>
  /** Makes a partner in the sandbox and answers its key. */
  makeKey(name: string, options?: { partnerKey?: string }): Promise<{ partnerKey: string; organizationId: string }>
  close(): Promise<void>
}

/** A browser with a portal session. */
export interface TestPortal {
  /** As it is sent: `portal=…`. */
  cookie: string
  /** Calls the gateway as a page of ours does. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

/** What came back; `body` is read as JSON where it is JSON, and is otherwise text. */
export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into bodies of any shape
  body: any
}

/** Starts it. The clock stands at noon (UTC) of 22 November 2026: the last closed period is 2026-10. */
export async function startGatewayForTest(
  options: {
    database?: TestDatabase
    redisUrl?: string
    log?: Log
    rateLimitPer10s?: number
    gradientTimeoutMs?: number
    publicUrl?: string
    portalFolder?: string
    vendorName?: string
    eventTimes?: { lookEveryMs: number; beatEveryMs: number }
  } = {},
): Promise<TestGateway> {
  const database = options.database ?? (await createTestDatabase())
  const testRedis = createTestRedis()
  const redisUrl = options.redisUrl ?? testRedis.url
  const clock = createFakeClock('2026-11-22T12:00:00Z')
  const log = options.log ?? createLog({ name: 'gateway', level: process.env['TEST_LOG'] ?? 'silent' })
  const sandbox = await buildSandbox({ vendorApiKey: 'vendor-key', requestsPerSecond: 1000 })
  const gradientUrl = await sandbox.listen({ host: '127.0.0.1', port: 0 })
  const queues = createQueues({ redisUrl, prefix: testRedis.prefix, onError: () => undefined })
  const paceRedis = new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 0 })
  paceRedis.on('error', () => undefined)
  const spare = createSpareSlots(database.db)
  const pace = createPace({ redis: paceRedis, spare, key: `${testRedis.prefix}:pace`, requestsPerSecond: 500 })
  const timeoutMs = options.gradientTimeoutMs ?? 2_000
  const vendorApiKey = new Secret('vendor-key')
  const gradient = createGradientClient({ baseUrl: `${gradientUrl}/api`, vendorApiKey, timeoutMs, pace, clock })
  const tokens = await openTokenDirectory({ db: database.db, databaseUrl: database.url, clock, log })
  const routes: RouteOptions[] = []
  const watch = (message: unknown) => {
    ;(message as { fastify: FastifyInstance }).fastify.addHook('onRoute', (route) => void routes.push(route))
  }
  subscribe('fastify.initialization', watch)
  const building = buildApp({
    db: database.db,
    pool: database.pool,
    queues,
    gradient,
    tokens,
    keyRing: parseKeyRing(makeKey('test')),
    clock,
    log,
    metrics: createMetrics('gateway'),
    calendar: { cron: '0 1 1 * *', timeZone: 'America/New_York' },
    deadline: '08:00-05:00',
    vendorName: options.vendorName ?? 'Phin',
    rateLimitPer10s: options.rateLimitPer10s ?? 100_000,
    gradientTimeoutMs: timeoutMs,
    eventTimes: options.eventTimes,
    publicUrl: options.publicUrl,
    portalFolder: options.portalFolder ?? join(import.meta.dirname, 'not-built'),
  })
  unsubscribe('fastify.initialization', watch)
  const app = await building
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const token = 'brt_test-token-of-the-integration'
  const { id: tokenId } = await insertToken(database.db, { name: 'test', hash: hashToken(token) })
  const call: TestGateway['call'] = (method, path, body, headers = {}) =>
    send(`${url}${path}`, method, body, { authorization: `Bearer ${token}`, ...headers })
  const control = (method: string, path: string, body?: unknown) =>
    send(`${gradientUrl}/control${path}`, method, body, {})
  return {
    app,
    url,
    token,
    tokenId,
    database,
    clock,
    queues,
    gradientUrl,
    routes,
    call,
    async openPortal(partnerId) {
      const { body } = await call('POST', `/v1/partners/${partnerId}/portal-sessions`, {})
      const path = new URL(body.url).pathname
      const { headers } = await fetch(`${url}${path}`, { redirect: 'manual' })
      const cookie = headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''
      return {
        cookie,
        call: (method, path, body, headers = {}) =>
          send(`${url}${path}`, method, body, { cookie, 'sec-fetch-site': 'same-origin', ...headers }),
      }
    },
    control,
    makeKey: async (name, more = {}) => (await control('POST', '/partners', { name, ...more })).body,
    async close() {
      await app.close()
      gradient.close()
      await Promise.allSettled([tokens.close(), queues.close(), sandbox.close()])
      paceRedis.disconnect()
      await testRedis.close()
      await database.close()
    },
  }
}

async function send(url: string, method: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, body: isJson && text !== '' ? JSON.parse(text) : text }
}
