import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { type Db, requestAccountSync } from '@bridge/db'
import type { RetryPolicy } from '@bridge/domain'
import { JOBS } from '@bridge/queue'
import { type Clock, createLog, type Log, type Running, systemClock } from '@bridge/runtime'
import { createTestDatabase, createTestRedis, givenConnection, type TestDatabase, waitFor } from '@bridge/testkit'
import { makeKey, parseKeyRing, Secret, seal } from '@bridge/vault'
import { startAccountWorker } from '../../services/account-worker/src/worker.ts'
import { startBillingWorker } from '../../services/billing-worker/src/worker.ts'
import { startGateway } from '../../services/gateway/src/gateway.ts'
import { startMailWorker } from '../../services/mail-worker/src/worker.ts'
import { buildSandbox } from '../../services/sandbox/src/app.ts'
import { startScheduler } from '../../services/scheduler/src/scheduler.ts'

const VENDOR_KEY = 'test-vendor-key'
const TOKEN = 'test-token'
const CALENDAR = { cron: '0 1 1 * *', timeZone: 'America/New_York' }

/** The gateway, the workers, the scheduler and Gradient's sandbox in this process, over a database and a queue prefix of their own. */
export interface Stack {
  db: Db
  databaseUrl: string
  redisUrl: string
  queuePrefix: string
  keyRing: ReturnType<typeof parseKeyRing>
  sandboxUrl: string
  gatewayUrl: string
  /** A request to the sandbox's control API; answers the parsed body. */
  control(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<unknown>
  /** A call to the gateway, with a good token; a text goes as CSV, anything else as JSON. */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>
  /** Makes a partner in the sandbox, with faults where given, and connects ours to it. */
  connect(
    partnerId: string,
    options?: { connectedAt?: Date; faults?: Record<string, unknown> },
  ): Promise<{ connectionId: string; partnerKey: string }>
  /** Starts one more scheduler. */
  startScheduler(options?: { log?: Log; sweepEveryMs?: number }): Promise<Running>
  /** Asks for accounts to be synced and waits until none is due. */
  synced(connectionId: string): Promise<void>
  /** Starts one more billing worker. */
  addBillingWorker(): Promise<Running>
  /** Starts a mail worker, whose mail server is on this port of this machine. */
  addMailWorker(smtpPort: number): Promise<void>
  close(): Promise<void>
}

/** Options of a stack; the defaults are a patient calendar, quick sweeps and one worker of each kind. */
export interface StackOptions {
  workers?: number
  /** Where there are to be more, or fewer, than of account workers. */
  billingWorkers?: number
  /** One by default; none where a test starts and stops them itself. */
  schedulers?: number
  clock?: Clock
  sweepEveryMs?: number
  unmappedRetryAfterMs?: number
  timeoutMs?: number
  lostCallMs?: number
  /** Of counts. */
  retry?: RetryPolicy
  /** Of syncs. */
  syncRetry?: RetryPolicy
  service?: { id: string | null; name: string }
  calendar?: { cron: string; timeZone: string }
  /** Makes the services another user of the database than the one that owns the tables. Answers their address of it. */
  serviceUser?(database: TestDatabase): Promise<string>
  log?: Log
}

/** Starts it. `close` in `afterAll`. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const database = await createTestDatabase()
  const databaseUrl = (await options.serviceUser?.(database)) ?? database.url
  const redis = createTestRedis()
  const sandbox = await buildSandbox({ vendorApiKey: VENDOR_KEY, requestsPerSecond: 1_000 })
  const sandboxUrl = await sandbox.listen({ host: '127.0.0.1', port: 0 })
  const keyRing = parseKeyRing(makeKey('test'))
  const log = options.log ?? createLog({ name: 'test', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' })
  const common = {
    databaseUrl,
    redisUrl: redis.url,
    queuePrefix: redis.prefix,
    host: '127.0.0.1',
    healthPort: 0,
    logLevel: 'silent',
  }
  const worker = {
    ...common,
    concurrency: 20,
    statementTimeoutMs: 10_000,
    gradient: {
      baseUrl: `${sandboxUrl}/api`,
      vendorApiKey: new Secret(VENDOR_KEY),
      requestsPerSecond: 500,
      pace: 'fleet' as const,
      timeoutMs: options.timeoutMs ?? 5_000,
    },
    service: options.service ?? { id: null, name: 'Phin' },
    keyRing,
  }
  const clock = options.clock ?? systemClock
  const running: Running[] = []
  /** Closed with the stack, where the test has not done so before. */
  const keep = (started: Running): Running => {
    let closing: Promise<void> | undefined
    const closedOnce: Running = {
      close() {
        closing ??= started.close()
        return closing
      },
    }
    running.push(closedOnce)
    return closedOnce
  }
  const addBillingWorker = async () => {
    const retry = options.retry ?? JOBS['push-usage'].retry
    return keep(await startBillingWorker({ config: { ...worker, retry }, log, clock }))
  }
  const addMailWorker: Stack['addMailWorker'] = async (port) => {
    const smtp = { host: '127.0.0.1', port, secure: false, requireTls: false, login: null }
    const from = { name: 'Phin', address: 'billing@phin.example' }
    const mail = { smtp, from, pageUrl: 'https://bridge.example/portal' }
    const { timeZone } = options.calendar ?? CALENDAR
    const { retry } = JOBS['send-mail']
    const config = { ...common, concurrency: 5, timeZone, vendorName: 'Phin', retry, mail }
    running.push(await startMailWorker({ config, log, clock }))
  }
  for (let count = 0; count < (options.workers ?? 1); count += 1) {
    const retry = options.syncRetry ?? JOBS['sync-accounts'].retry
    running.push(await startAccountWorker({ config: { ...worker, retry }, log, clock }))
  }
  for (let count = 0; count < (options.billingWorkers ?? options.workers ?? 1); count += 1) await addBillingWorker()
  const startOneScheduler: Stack['startScheduler'] = async (given = {}) => {
    const scheduler = await startScheduler({
      log: given.log ?? log,
      clock,
      config: {
        ...common,
        calendar: options.calendar ?? CALENDAR,
        deadline: '08:00-05:00',
        sweepEveryMs: given.sweepEveryMs ?? options.sweepEveryMs ?? 600,
        unmappedRetryAfterMs: options.unmappedRetryAfterMs ?? 3_600_000,
        failedRetryAfterMs: 3_600_000,
        lostCallMs: options.lostCallMs ?? 600_000,
      },
    })
    return keep(scheduler)
  }
  for (let count = 0; count < (options.schedulers ?? 1); count += 1) await startOneScheduler()
  const gateway = await startGateway({
    log,
    clock,
    config: {
      ...common,
      ...worker,
      port: 0,
      databasePoolSize: 5,
      calendar: options.calendar ?? CALENDAR,
      deadline: '08:00-05:00',
      vendorName: 'Phin',
      publicUrl: undefined,
      portalFolder: join(import.meta.dirname, '../../services/portal/dist'),
      rateLimitPer10s: 1_000_000,
    },
  })
  running.push(gateway)
  const hash = createHash('sha256').update(TOKEN).digest()
  await database.db
    .insertInto('integration_token')
    .values({ name: 'test', hash, last_used_at: null, revoked_at: null })
    .execute()
  const control: Stack['control'] = async (method, path, body) => {
    const response = await fetch(`${sandboxUrl}/control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    const text = await response.text()
    return text ? JSON.parse(text) : undefined
  }
  const { db } = database
  return {
    db,
    databaseUrl,
    redisUrl: redis.url,
    queuePrefix: redis.prefix,
    keyRing,
    sandboxUrl,
    gatewayUrl: gateway.url,
    control,
    addBillingWorker,
    addMailWorker,
    async call(method, path, body) {
      const isText = typeof body === 'string'
      const response = await fetch(`${gateway.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${TOKEN}`,
          ...(body === undefined ? {} : { 'content-type': isText ? 'text/csv' : 'application/json' }),
        },
        ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, body: text ? JSON.parse(text) : undefined }
    },
    async connect(partnerId, { faults, ...given } = {}) {
      const made = (await control('POST', 'partners', { name: partnerId })) as {
        partnerKey: string
        organizationId: string
      }
      if (faults) await control('PUT', 'faults', { partnerKey: made.partnerKey, ...faults })
      const plaintext = new Secret(made.partnerKey)
      const connectionId = await givenConnection(db, partnerId, {
        ...given,
        organizationId: made.organizationId,
        seal: (id) => seal(keyRing, { plaintext, connectionId: id, partnerId }),
      })
      await requestAccountSync(db, connectionId)
      return { connectionId, partnerKey: made.partnerKey }
    },
    startScheduler: startOneScheduler,
    async synced(connectionId) {
      await waitFor(
        async () => {
          const { open } = await db
            .selectFrom('account_sync')
            .select(({ fn }) => fn.countAll<string>().as('open'))
            .where('connection_id', '=', connectionId)
            .where('status', 'in', ['queued', 'running'])
            .executeTakeFirstOrThrow()
          return open === '0'
        },
        { what: 'the accounts to be synced' },
      )
    },
    async close() {
      await Promise.all(running.map((each) => each.close()))
      await sandbox.close()
      await redis.close()
      await database.close()
    },
  }
}
