import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect, type Db, migrate } from '@bridge/db'
import { startThrowawayPostgres, startThrowawayRedis } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { nodeFlagsOf } from '../../scripts/start/node-flags.ts'

const TOKEN = 'bench-token'

/** A real gateway in a process of its own, over a Postgres and a Redis of its own. */
export interface GatewayUnderBench {
  url: string
  token: string
  databaseUrl: string
  db: Db
  /** The most memory that the gateway's process has held since this was last asked, in MB (Linux only; NaN elsewhere). */
  takePeakMemoryMb(): number
  close(): Promise<void>
}

/** Starts it, with room for any number of requests. */
export async function startGatewayUnderBench(): Promise<GatewayUnderBench> {
  const [postgres, redis] = await Promise.all([startThrowawayPostgres(), startThrowawayRedis()])
  await migrate(postgres.url)
  const { db, close } = connect({ url: postgres.url, applicationName: 'bench', statementTimeoutMs: 0 })
  const hash = createHash('sha256').update(TOKEN).digest()
  await db
    .insertInto('integration_token')
    .values({ name: 'bench', hash, last_used_at: null, revoked_at: null })
    .execute()
  const { child, url } = await startProcess(
    'services/gateway/src/main.ts',
    {
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      ENCRYPTION_KEYS: makeKey('bench'),
      GRADIENT_VENDOR_API_KEY: 'bench',
      GRADIENT_BASE_URL: 'http://127.0.0.1:9/api',
      RATE_LIMIT_PER_10_S: '100000000',
      PORT: '0',
    },
    nodeFlagsOf('gateway'),
  )
  return {
    url,
    token: TOKEN,
    databaseUrl: postgres.url,
    db,
    takePeakMemoryMb: () => takePeakMemoryMb(child),
    async close() {
      await stop(child)
      await close()
      await Promise.all([postgres.close(), redis.close()])
    },
  }
}

/** Starts a service's main file and waits for the first `http://` address that it prints. */
export async function startProcess(
  file: string,
  env: Record<string, string>,
  flags: string[] = [],
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [...flags, file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    let printed = ''
    child.stdout.on('data', (chunk) => {
      printed = (printed + String(chunk)).slice(-10_000)
      const found = /"url":"(http:[^"]+)"/.exec(printed)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it listened`)))
  })
  return { child, url }
}

/** Stops a process and waits for its end. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

function takePeakMemoryMb(child: ChildProcess): number {
  if (process.platform !== 'linux') return Number.NaN
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
  // Begins anew from what it holds now (`man 5 proc_pid_clear_refs`).
  writeFileSync(`/proc/${child.pid}/clear_refs`, '5')
  return Number(kilobytes) / 1024
}
