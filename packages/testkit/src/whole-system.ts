import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect, type Db, migrate } from '@bridge/db'
import { findFreePort, type Guard, startGuard } from '@bridge/servers'
import { QUICK_START } from './quick-start.ts'
import { type ServiceProcess, startService } from './service-process.ts'
import { startThrowawayPostgres, startThrowawayRedis, type ThrowawayServer } from './throwaway-servers.ts'
import { waitFor } from './wait-for.ts'

const TOKEN = 'whole-system-token'
const VENDOR_KEY = 'whole-system-vendor-key'
/** A call that takes longer is one that hangs. */
const ANSWER_WITHIN_MS = 60_000
const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The whole system as real processes, over a Postgres and a Redis of its own that may be killed. */
export interface WholeSystem {
  /** The ledger, as seen from outside the system. */
  db: Db
  postgres: ThrowawayServer
  redis: ThrowawayServer
  gatewayUrl: string
  /** By name: `gateway`, `scheduler`, `account-worker-1`, `billing-worker-1` and so on. `sandbox` is not among them: it plays Gradient. */
  services: Map<string, ServiceProcess>
  billingWorkers: ServiceProcess[]
  /** A call to the gateway, with a good token. `body` as JSON, or a text of this type. */
  call(method: string, path: string, body?: unknown, type?: string): Promise<{ status: number; body: unknown }>
  /** A request to the sandbox's control API. */
  control(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<unknown>
  /** Ends of processes that nobody asked for. */
  deaths(): string[]
  close(): Promise<void>
}

/** Starts it. `env` are settings for all services; the defaults are those of the product but for short waits, so that a run recovers while one watches. */
export async function startWholeSystem(options: {
  encryptionKeys: string
  accountWorkers?: number
  billingWorkers?: number
  env?: Record<string, string>
  postgresSettings?: Record<string, string>
}): Promise<WholeSystem> {
  const guard = startGuard()
  const folder = mkdtempSync(join(tmpdir(), 'gradient-bridge-whole-'))
  guard.tell({ kind: 'remove', directory: folder })
  const [postgres, redis] = await Promise.all([startThrowawayPostgres(options.postgresSettings), startThrowawayRedis()])
  await migrate(postgres.url)
  const ledger = connect({ url: postgres.url, applicationName: 'faults', poolSize: 5 })
  const hash = createHash('sha256').update(TOKEN).digest()
  await ledger.db
    .insertInto('integration_token')
    .values({ name: 'faults', hash, last_used_at: null, revoked_at: null })
    .execute()
  const [sandboxPort, gatewayPort] = [await findFreePort(), await findFreePort()]
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`
  const gatewayUrl = `http://127.0.0.1:${gatewayPort}`
  const env = {
    PATH: process.env['PATH'],
    ...QUICK_START,
    LOG_LEVEL: 'info',
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    ENCRYPTION_KEYS: options.encryptionKeys,
    GRADIENT_VENDOR_API_KEY: VENDOR_KEY,
    GRADIENT_BASE_URL: `${sandboxUrl}/api`,
    GRADIENT_TIMEOUT_MS: '2000',
    SWEEP_EVERY_MS: '500',
    RATE_LIMIT_PER_10_S: '1000000',
    ...options.env,
  }
  const start = async (name: string, own: Record<string, string> = {}) => {
    const main = join(root, 'services', name.replace(/-\d+$/, ''), 'src', 'main.ts')
    const port = own['PORT'] ?? String(await findFreePort())
    return startService({
      name,
      main,
      env: { HEALTH_PORT: port, ...env, ...own },
      healthUrl: `http://127.0.0.1:${port}/healthz`,
      logFile: join(folder, `${name}.log`),
      guard,
    })
  }
  const sandbox = await start('sandbox', { PORT: String(sandboxPort), LOG_LEVEL: 'error' })
  const accountWorkers = numbered('account-worker', options.accountWorkers ?? 1)
  const billingWorkers = numbered('billing-worker', options.billingWorkers ?? 2)
  const started = await Promise.all([
    start('gateway', { PORT: String(gatewayPort) }),
    start('scheduler'),
    ...[...accountWorkers, ...billingWorkers].map((name) => start(name)),
  ])
  const services = new Map(started.map((service) => [service.name, service]))
  const system: WholeSystem = {
    db: ledger.db,
    postgres,
    redis,
    gatewayUrl,
    services,
    billingWorkers: started.filter(({ name }) => billingWorkers.includes(name)),
    call: async (method, path, body, type = 'application/json') => {
      const content = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
      const headers = { authorization: `Bearer ${TOKEN}`, ...(body === undefined ? {} : { 'content-type': type }) }
      return answerOf(
        await fetch(`${gatewayUrl}${path}`, {
          method,
          headers,
          ...content,
          signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        }),
      )
    },
    control: async (method, path, body) => {
      const content = body === undefined ? {} : { body: JSON.stringify(body) }
      const headers = body === undefined ? {} : { 'content-type': 'application/json' }
      const answer = await answerOf(await fetch(`${sandboxUrl}/control/${path}`, { method, headers, ...content }))
      if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      return answer.body
    },
    deaths: () => [...started, sandbox].flatMap((service) => service.deaths()),
    close: () => close(guard, [...started, sandbox], ledger, [redis, postgres]),
  }
  await waitFor(async () => (await fetch(`${gatewayUrl}/readyz`)).ok, { what: 'the gateway' })
  return system
}

function numbered(kind: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${kind}-${index + 1}`)
}

async function close(
  guard: Guard,
  services: ServiceProcess[],
  ledger: { close(): Promise<void> },
  servers: ThrowawayServer[],
): Promise<void> {
  await Promise.all(services.map((service) => service.stop()))
  await ledger.close()
  for (const server of servers) await server.close()
  guard.close()
}

async function answerOf(response: Response): Promise<{ status: number; body: unknown }> {
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : undefined }
}
