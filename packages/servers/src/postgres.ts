import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { type Child, startChild } from './child.ts'
import { findFreePort } from './free-port.ts'
import type { Guard } from './guard.ts'
import { preparePostgresData } from './postgres-data.ts'
import { preparePostgresProgram } from './postgres-program.ts'
import { serverUser } from './unprivileged.ts'

/** A server that answers. */
export interface RunningServer {
  /** Where to reach it, credentials included: never print it. */
  readonly url: string
  readonly child: Child
  /** Stops it cleanly; what is committed stays. */
  stop(): Promise<void>
}

const READY_WITHIN_MS = 60_000
const LOOK_EVERY_MS = 40

/**
 * Starts a Postgres of our own on 127.0.0.1 and waits until it answers. `home` is kept between starts and must be reachable by the server's
 * user (`chooseReachable`); `durable: false` trades safety at a power cut for speed, for tests. Throws, with the log's name, when it ends or does not answer within 60 s.
 */
export async function startPostgres(options: {
  home: string
  logFile: string
  durable: boolean
  port?: number
  guard?: Guard
  rank?: number
  /** Besides ours, as in postgresql.conf. */
  settings?: Record<string, string>
}): Promise<RunningServer> {
  const program = preparePostgresProgram(options.home)
  const data = await preparePostgresData(options.home, program)
  const port = options.port ?? (await findFreePort())
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '300',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...options.settings,
  }
  const child = await startChild({
    command: program.postgres,
    args: ['-D', data.directory, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    cwd: data.directory,
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: process.env['PATH'] },
    logFile: options.logFile,
    user: serverUser(),
    // "Fast shutdown": open transactions are rolled back, everything committed is written, then it ends.
    stopSignal: 'SIGINT',
    guard: options.guard,
    rank: options.rank ?? 0,
  })
  const url = `postgres://postgres:${data.password}@127.0.0.1:${port}/postgres`
  try {
    await waitUntilReady(url, child, options.logFile)
  } catch (error) {
    await child.stop()
    throw error
  }
  return { url, child, stop: async () => void (await child.stop({ graceMs: 8_000 })) }
}

async function waitUntilReady(url: string, child: Child, logFile: string): Promise<void> {
  let ended = false
  void child.exited.then(() => {
    ended = true
  })
  let last: unknown
  for (let waitedMs = 0; waitedMs < READY_WITHIN_MS; waitedMs += LOOK_EVERY_MS) {
    if (ended) throw new Error(`Postgres ended instead of starting: read ${logFile}.`)
    try {
      await answers(url)
      return
    } catch (error) {
      last = error
    }
    await delay(LOOK_EVERY_MS)
  }
  throw new Error(`Postgres did not answer within ${READY_WITHIN_MS / 1000} s: read ${logFile}.`, { cause: last })
}

async function answers(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
  } finally {
    await client.end().catch(() => undefined)
  }
}
