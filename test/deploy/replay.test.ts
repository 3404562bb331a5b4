import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findFreePort } from '@bridge/servers'
import { createTestDatabase, createTestRedis, type TestDatabase, type TestRedis, waitFor } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReplay, type Replay } from '../../deploy/replay-dockerfile.ts'
import { runBuilt, type Started } from '../../deploy/run-built.ts'
import { tryTarget } from '../../deploy/try-target.ts'

const TARGETS = [
  'migrate',
  'sandbox',
  'gateway',
  'account-worker',
  'billing-worker',
  'mail-worker',
  'scheduler',
  'console',
]

let replay: Replay
let database: TestDatabase
let redis: TestRedis
const running: Started[] = []

beforeAll(async () => {
  replay = openReplay(resolve(import.meta.dirname, '../..'))
  for (const target of TARGETS) replay.build(target)
  redis = createTestRedis()
  database = await createTestDatabase()
  // As bare as the database of a new deployment: migrating is the migrate target's part here.
  await sql`drop schema public cascade`.execute(database.db)
  await sql`create schema public`.execute(database.db)
}, 300_000)

afterAll(async () => {
  for (const { child, exited } of running) {
    child.kill('SIGKILL')
    await exited
  }
  await redis?.close()
  await database?.close()
  replay?.remove()
})

function start(target: string, env: Record<string, string> = {}): Started {
  const built = replay.build(target)
  const started = runBuilt(built, built.cmd ?? [], env)
  running.push(started)
  return started
}

/** Starts a target on a free port, waits until its own HEALTHCHECK passes, and ends it with its STOPSIGNAL. */
async function startUntilHealthy(target: string, settings: Record<string, string>) {
  const built = replay.build(target)
  const portName = built.env['HEALTH_PORT'] === undefined ? 'PORT' : 'HEALTH_PORT'
  const env = { ...settings, [portName]: String(await findFreePort()) }
  const url = `http://127.0.0.1:${env[portName]}`
  const started = start(target, env)
  await waitFor(
    async () => {
      if (started.child.exitCode !== null) return true
      // Each of its checks starts a Node, which takes from the services that start: asked once there is somebody to ask.
      if (!(await isListening(url))) return false
      return (await runBuilt(built, built.healthcheck ?? [], env).exited) === 0
    },
    { everyMs: 500, what: `${target} to be healthy` },
  )
  expect(started.child.exitCode, started.output()).toBeNull()
  return { ...started, url, stopSignal: built.stopSignal as NodeJS.Signals }
}

async function isListening(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).body?.cancel()
    return true
  } catch {
    return false
  }
}

/** The database as the services come in, by the user whom the migrations make for them. */
function servicesUrl(): string {
  return Object.assign(new URL(database.url), { username: 'bridge_replay', password: 'of-a-test' }).href
}

/** Makes an operator by the console's own image, in which passwords must be hashed, and comes in at its page. */
async function signInAsANewOperator(consoleUrl: string, settings: Record<string, string>): Promise<void> {
  const order = ['create', '--name', 'Ada', '--role', 'viewer', '--json']
  const made = runBuilt(replay.build('console'), ['node', 'services/console/src/operator-main.ts', ...order], settings)
  expect(await made.exited, made.output()).toBe(0)
  const { name, password } = JSON.parse(made.output()) as { name: string; password: string }
  const page = await (await fetch(consoleUrl)).text()
  const asset = await fetch(`${consoleUrl}${page.match(/src="(\/assets\/[^"]+\.js)"/)?.[1]}`, {
    headers: { 'accept-encoding': 'br' },
  })
  expect([asset.status, asset.headers.get('content-encoding')]).toEqual([200, 'br'])
  await asset.body?.cancel()
  const session = await fetch(`${consoleUrl}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: consoleUrl },
    body: JSON.stringify({ name, password }),
  })
  expect(await session.json()).toEqual({ operator: { name: 'Ada', role: 'viewer' } })
}

describe('the targets of the Dockerfile, replayed in bare folders', () => {
  it('run as a user that is not root', () => {
    for (const target of TARGETS) expect(replay.build(target).user, target).toBe('node')
  })

  it('have nothing that only the workspace’s root asks for: no test runner, no second Node', () => {
    for (const target of TARGETS) {
      const { rootFolder, workdir } = replay.build(target)
      const installed = readdirSync(join(rootFolder, workdir, 'node_modules/.pnpm'))
      expect(installed.filter((name) => /^(zod|node-.*64|node-bin-.*|vitest|@biomejs\+.*)@/.test(name))).toEqual([
        expect.stringMatching(/^zod@/),
      ])
    }
  })

  it('a target is tried by hand by what it says without a setting, and one that does not find a file is told', async () => {
    expect(await tryTarget(replay, 'migrate')).toBe('migrate: built, finds all it imports, and asks for its settings')
    const withoutItsMain = {
      ...replay,
      build: () => ({ ...replay.build('migrate'), cmd: ['node', 'packages/db/src/none.ts'] }),
    }
    await expect(tryTarget(withoutItsMain, 'migrate')).rejects.toThrow(
      /migrate ended with 1, not 78\.[\s\S]*Cannot find module/,
    )
  })

  it('migrate makes the tables, and then has nothing to do', async () => {
    const first = start('migrate', { DATABASE_URL: database.url })
    expect(await first.exited, first.output()).toBe(0)
    expect(first.output()).toMatch(/^Migrated: /)
    const second = start('migrate', { DATABASE_URL: database.url })
    expect(await second.exited, second.output()).toBe(0)
    expect(second.output()).toBe('The tables are up to date.\n')
    const third = start('migrate', { DATABASE_URL: database.url, SERVICES_DATABASE_URL: servicesUrl() })
    expect(await third.exited, third.output()).toBe(0)
    expect(third.output()).toContain('The services work as bridge_replay')
    const fourth = start('migrate', { DATABASE_URL: database.url, SERVICES_DATABASE_URL: database.url })
    expect(await fourth.exited, fourth.output()).toBe(78)
  })

  it('every service gets healthy by its own HEALTHCHECK, and ends well at its STOPSIGNAL', async () => {
    const sandbox = await startUntilHealthy('sandbox', {})
    const settings = {
      DATABASE_URL: servicesUrl(),
      REDIS_URL: redis.url,
      QUEUE_PREFIX: redis.prefix,
      GRADIENT_BASE_URL: `${sandbox.url}/api`,
      GRADIENT_VENDOR_API_KEY: 'sandbox-vendor-key',
      ENCRYPTION_KEYS: makeKey('replay'),
    }
    const services = await Promise.all(
      TARGETS.filter((target) => target !== 'migrate' && target !== 'sandbox').map((target) =>
        startUntilHealthy(target, settings),
      ),
    )
    const gateway = services[0]
    expect((await fetch(`${gateway?.url}/openapi.json`)).status).toBe(200)
    expect((await fetch(`${gateway?.url}/docs/`)).status).toBe(200)
    const page = await (await fetch(`${gateway?.url}/portal`)).text()
    const script = page.match(/src="(\/portal\/assets\/[^"]+\.js)"/)?.[1]
    const asset = await fetch(`${gateway?.url}${script}`, { headers: { 'accept-encoding': 'br' } })
    expect([asset.status, asset.headers.get('content-encoding')]).toEqual([200, 'br'])
    await asset.body?.cancel()
    await signInAsANewOperator(services.at(-1)?.url ?? '', settings)
    for (const { child, exited, output, stopSignal } of [...services, sandbox]) {
      child.kill(stopSignal)
      expect(await exited, output()).toBe(0)
    }
  }, 180_000)
})
