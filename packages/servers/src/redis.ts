import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Child, startChild } from './child.ts'
import { findFreePort } from './free-port.ts'
import type { Guard } from './guard.ts'
import type { RunningServer } from './postgres.ts'
import type { RedisProgram } from './redis-program.ts'

const READY_WITHIN_MS = 60_000
const LOOK_EVERY_MS = 30

/**
 * Starts a Redis of our own on 127.0.0.1 and waits until it answers and has read its files. Every write goes to the append-only file, synced
 * each second, and nothing is ever evicted: BullMQ's locks and jobs need both. `home` is kept between starts.
 * Throws, with the log's name, when it ends or does not answer within 60 s.
 */
export async function startRedis(options: {
  program: RedisProgram
  home: string
  logFile: string
  port?: number
  guard?: Guard
  rank?: number
}): Promise<RunningServer> {
  mkdirSync(options.home, { recursive: true, mode: 0o700 })
  const port = options.port ?? (await findFreePort())
  const password = readOrMakePassword(options.home)
  const settings = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    'daemonize no',
    `dir "${options.home.replaceAll('\\', '/').replaceAll('"', '\\"')}"`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
  ]
  const configFile = join(options.home, 'redis.conf')
  writeFileSync(configFile, `${settings.join('\n')}\n`, { mode: 0o600 })
  const child = await startChild({
    command: options.program.command,
    args: [configFile],
    cwd: options.home,
    env: { ...options.program.env, PATH: process.env['PATH'], LC_ALL: 'C' },
    logFile: options.logFile,
    stopSignal: 'SIGTERM',
    guard: options.guard,
    rank: options.rank ?? 0,
  })
  try {
    await waitUntilReady(port, password, child, options.logFile)
  } catch (error) {
    await child.stop()
    throw error
  }
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    child,
    stop: async () => void (await child.stop({ graceMs: 8_000 })),
  }
}

function readOrMakePassword(home: string): string {
  const file = join(home, 'password')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

async function waitUntilReady(port: number, password: string, child: Child, logFile: string): Promise<void> {
  let ended = false
  void child.exited.then(() => {
    ended = true
  })
  for (let waitedMs = 0; waitedMs < READY_WITHIN_MS; waitedMs += LOOK_EVERY_MS) {
    if (ended) throw new Error(`Redis ended instead of starting: read ${logFile}.`)
    if (await answers(port, password)) return
    await delay(LOOK_EVERY_MS)
  }
  throw new Error(`Redis did not answer within ${READY_WITHIN_MS / 1000} s: read ${logFile}.`)
}

/** PONG comes only with our password and once the append-only file is read (until then Redis says LOADING). */
function answers(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 })
    let answer = ''
    const finish = (ready: boolean) => {
      socket.destroy()
      resolve(ready)
    }
    socket.once('error', () => finish(false))
    socket.once('timeout', () => finish(false))
    socket.once('close', () => finish(false))
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
      if (answer.includes('+PONG')) finish(true)
      else if (answer.includes('-')) finish(false)
    })
    socket.write(`AUTH ${password}\r\nPING\r\n`)
  })
}
