import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { join } from 'node:path'
import { insertOperator, type OperatorRole } from '@bridge/db'
import { createQueues, type Queues } from '@bridge/queue'
import { createLog, createMetrics, type Log } from '@bridge/runtime'
import {
  createFakeClock,
  createTestDatabase,
  createTestRedis,
  type FakeClock,
  type TestDatabase,
  type TestRedis,
} from '@bridge/testkit'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { buildApp } from '../src/app.ts'
import type { ConsoleParts } from '../src/deps.ts'
import { hashPassword } from '../src/people/password.ts'

export const PASSWORD = 'correct horse battery staple'

/** A console on a port of its own, over a database and a queue prefix of its own. */
export interface TestConsole {
  app: FastifyInstance
  url: string
  database: TestDatabase
  redis: TestRedis
  clock: FakeClock
  queues: Queues
  /** Every route of the app, as it was added: those that HEAD got by itself, too. */
  routes: RouteOptions[]
  /** Makes an operator with PASSWORD. Answers the id. */
  makeOperator(name: string, role: OperatorRole): Promise<string>
  /** Calls the console without a cookie, as a page of ours does. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** Makes an operator of this role, once, and signs in. */
  signedIn(role: OperatorRole): Promise<Browser>
  /** Signs in by name and PASSWORD. */
  signIn(name: string): Promise<Browser>
  close(): Promise<void>
}

/** A browser in which somebody is signed in. */
export interface Browser {
  /** As it is sent: `console=…`. */
  cookie: string
  /** Calls the console as a page of ours does. */
  call: TestConsole['call']
}

/** What came back; `body` is read as JSON where it is JSON, and is otherwise text. Of a stream of events nothing is read. */
export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into bodies of any shape
  body: any
}

/** Starts it. The clock stands at noon (UTC) of 22 November 2026: the last closed period is 2026-10. */
export async function startConsoleForTest(
  options: Partial<Pick<ConsoleParts, 'publicUrl' | 'trustedProxies' | 'oidc' | 'vendorName' | 'pageFolder'>> & {
    database?: TestDatabase
    redisUrl?: string
    log?: Log
  } = {},
): Promise<TestConsole> {
  const database = options.database ?? (await createTestDatabase())
  const redis = createTestRedis()
  const clock = createFakeClock('2026-11-22T12:00:00Z')
  const queues = createQueues({
    redisUrl: options.redisUrl ?? redis.url,
    prefix: redis.prefix,
    onError: () => undefined,
  })
  const routes: RouteOptions[] = []
  const watch = (message: unknown) => {
    ;(message as { fastify: FastifyInstance }).fastify.addHook('onRoute', (route) => void routes.push(route))
  }
  subscribe('fastify.initialization', watch)
  const building = buildApp({
    db: database.db,
    queues,
    clock,
    log: options.log ?? createLog({ name: 'console', level: process.env['TEST_LOG'] ?? 'silent' }),
    metrics: createMetrics('console'),
    vendorName: options.vendorName ?? 'Phin',
    calendar: { cron: '0 1 1 * *', timeZone: 'America/New_York' },
    deadline: '08:00-05:00',
    requestsPerSecond: 90,
    publicUrl: options.publicUrl,
    trustedProxies: options.trustedProxies ?? [],
    pageFolder: options.pageFolder ?? join(import.meta.dirname, 'not-built'),
    oidc: options.oidc,
  })
  const app = await building.finally(() => unsubscribe('fastify.initialization', watch))
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const call: TestConsole['call'] = (method, path, body, headers = {}) =>
    send(`${url}${path}`, method, body, { 'sec-fetch-site': 'same-origin', ...headers })
  const makeOperator: TestConsole['makeOperator'] = async (name, role) => {
    const passwordHash = await hashPassword(PASSWORD)
    const made = await database.db.transaction().execute((tx) => insertOperator(tx, { name, role, passwordHash }))
    if (!made) throw new Error(`there is an operator ${name} already`)
    return made.id
  }
  const signIn: TestConsole['signIn'] = async (name) => {
    const { status, headers } = await call('POST', '/api/session', { name, password: PASSWORD })
    if (status !== 200) throw new Error(`${name} could not sign in: ${status}`)
    const cookie = headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''
    return { cookie, call: (method, path, body, more = {}) => call(method, path, body, { cookie, ...more }) }
  }
  const made = new Set<string>()
  return {
    app,
    url,
    database,
    redis,
    clock,
    queues,
    routes,
    makeOperator,
    call,
    async signedIn(role) {
      const name = `the ${role}`
      if (!made.has(name)) await makeOperator(name, role)
      made.add(name)
      return signIn(name)
    },
    signIn,
    async close() {
      await app.close()
      await queues.close()
      await redis.close()
      await database.close()
    },
  }
}

async function send(url: string, method: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false
  if (isStream) await response.body?.cancel()
  const text = isStream ? '' : await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, body: isJson && text !== '' ? JSON.parse(text) : text }
}
