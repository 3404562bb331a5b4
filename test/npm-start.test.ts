import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { findFreePort, identify, isRunning } from '@bridge/servers'
import { waitFor } from '@bridge/testkit'
import { parse } from 'csv-parse/sync'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const READY_WITHIN_MS = 60_000

/** The ready file, as gateway-api fixes its names. */
interface Ready {
  gateway: string
  portal: string
  links: string
  sandbox: string
  inbox: string
  integrationToken: string
  databaseUrl: string
  redisUrl: string
  pids: Record<string, number>
}

interface Started {
  child: ChildProcess
  exited: Promise<number | null>
  output: () => string
}

let data: string
let readyFile: string

beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'gradient-bridge-start-'))
  // Reachable by Postgres' own user, so that the database lies in it too and goes with it.
  chmodSync(data, 0o755)
  readyFile = join(data, 'ready.json')
})
afterAll(() => rmSync(data, { recursive: true, force: true }))

// What a failed test left running is stopped before the next one.
const running = new Set<Started>()
afterEach(async () => {
  for (const { child, exited } of running) {
    child.kill('SIGTERM')
    await exited
  }
  running.clear()
})

/** Runs `npm start` as the bootstrap would, on a data folder of this test's own. */
function start(args: string[], env: NodeJS.ProcessEnv = {}): Started {
  if (args.includes(readyFile)) rmSync(readyFile, { force: true })
  const main = join(root, 'scripts/start/start-main.ts')
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...inherited } = process.env
  const child = spawn(process.execPath, [main, ...args], {
    cwd: root,
    env: { ...inherited, BRIDGE_DATA_FOLDER: join(data, 'data'), ...env },
  })
  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const exited = new Promise<number | null>((settle) => child.once('exit', settle))
  const started = { child, exited, output: () => output }
  running.add(started)
  return started
}

/** `npm run token`, which finds the database of the start that runs. */
async function makeToken(args: string[]): Promise<{ token: string }> {
  const { DATABASE_URL: _database, ...inherited } = process.env
  const env = { ...inherited, BRIDGE_DATA_FOLDER: join(data, 'data') }
  const command = [join(root, 'scripts/service-command.ts'), 'services/gateway/src/token-main.ts', ...args]
  const { stdout } = await promisify(execFile)(process.execPath, command, { env })
  return JSON.parse(stdout) as { token: string }
}

function readReady(): Ready {
  return JSON.parse(readFileSync(readyFile, 'utf8')) as Ready
}

async function untilReady(started: Started): Promise<Ready> {
  return waitFor(
    () => {
      if (started.child.exitCode !== null) throw new Error(started.output())
      return readReady()
    },
    { timeoutMs: READY_WITHIN_MS, everyMs: 100 },
  )
}

async function stopped(child: ChildProcess, exited: Promise<number | null>, signal: NodeJS.Signals) {
  const startedMs = performance.now()
  child.kill(signal)
  const code = await exited
  return { code, tookMs: performance.now() - startedMs }
}

function tableOf(output: string): string[] {
  const lines = output.split('\n')
  const from = lines.findIndex((line) => line.startsWith('Outcomes of '))
  return lines.slice(from, lines.findIndex((line) => line.startsWith('all ')) + 1)
}

function countExampleCompanies(): number {
  const folder = join(root, 'examples')
  const rows = readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .flatMap((name) => parse<Record<string, string>>(readFileSync(join(folder, name)), { columns: true }))
  return new Set(rows.map((row) => `${row['partner_id']}/${row['company_id']}`)).size
}

describe('npm start', { timeout: 120_000 }, () => {
  it('writes the ready file, starts crashed processes again, refuses a second start, and leaves nothing behind', async () => {
    const args = ['--no-example', '--port-base', '0', '--workers', '2', '--ready-file', readyFile]
    const first = start(args)
    const ready = await untilReady(first)
    const workers = ['account-worker', 'billing-worker', 'mail-worker'].flatMap((kind) => [`${kind}-1`, `${kind}-2`])
    const names = [...workers, 'gateway', 'inbox', 'postgres', 'redis', 'sandbox', 'scheduler']
    expect(Object.keys(ready.pids).sort()).toEqual(names.sort())
    expect((await fetch(`${ready.gateway}/readyz`)).status).toBe(200)
    const authorization = `Bearer ${ready.integrationToken}`
    expect((await fetch(`${ready.gateway}/v1/partners`, { headers: { authorization } })).status).toBe(200)

    const made = await makeToken(['create', '--name', 'by-hand', '--json'])
    const withIt = { headers: { authorization: `Bearer ${made.token}` } }
    expect((await fetch(`${ready.gateway}/v1/partners`, withIt)).status).toBe(200)

    for (const name of ['gateway', 'redis', 'billing-worker-2']) process.kill(ready.pids[name] ?? 0, 'SIGKILL')
    const again = await waitFor(
      () => {
        const now = readReady()
        const back = ['gateway', 'redis', 'billing-worker-2'].every(
          (name) => now.pids[name] !== undefined && now.pids[name] !== ready.pids[name],
        )
        return back && now
      },
      { timeoutMs: READY_WITHIN_MS },
    )
    expect(again).toMatchObject({ gateway: ready.gateway, redisUrl: ready.redisUrl })
    expect(first.output()).toMatch(/gateway ended \(SIGKILL\): starting it again in 0\.5 s/)
    await waitFor(async () => (await fetch(`${ready.gateway}/readyz`)).status === 200)

    const second = start(['--no-example', '--port-base', '0'])
    expect(await second.exited).toBe(1)
    expect(second.output()).toContain('already running')

    const identities = Object.values(readReady().pids).map(identify)
    const { code, tookMs } = await stopped(first.child, first.exited, 'SIGINT')
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(10_000)
    expect(identities.filter(isRunning)).toEqual([])
    for (const secret of [
      ready.integrationToken,
      new URL(ready.databaseUrl).password,
      new URL(ready.redisUrl).password,
    ]) {
      expect(first.output()).not.toContain(secret)
    }
  })

  it('killed with -9, leaves nothing running, and the next start finds its data again', async () => {
    const args = ['--no-example', '--port-base', '0', '--ready-file', readyFile]
    const killed = start(args)
    const ready = await untilReady(killed)
    const headers = { authorization: `Bearer ${ready.integrationToken}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ name: 'Kept IT' })
    expect((await fetch(`${ready.gateway}/v1/partners/kept`, { method: 'PUT', headers, body })).status).toBe(201)
    const identities = Object.values(ready.pids).map(identify)
    killed.child.kill('SIGKILL')
    await killed.exited

    const next = start(args)
    const found = await untilReady(next)
    expect(identities.filter(isRunning)).toEqual([])
    expect(found.integrationToken).toBe(ready.integrationToken)
    const partner = await fetch(`${found.gateway}/v1/partners/kept`, { headers })
    expect(await partner.json()).toMatchObject({ name: 'Kept IT' })
    await waitFor(() => next.output().includes(`${found.links}/open/kept  Kept IT`))
    expect((await stopped(next.child, next.exited, 'SIGTERM')).code).toBe(0)
  })

  it('serves the partner’s page, and a page of links that lets a browser into it', async () => {
    const started = start(['--no-example', '--port-base', '0', '--ready-file', readyFile])
    const ready = await untilReady(started)
    expect(ready.portal).toBe(`${ready.gateway}/portal`)
    const page = await fetch(ready.portal)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const html = await page.text()
    const script = await fetch(`${ready.gateway}${html.match(/src="(\/portal\/assets\/[^"]+\.js)"/)?.[1]}`)
    expect(script.status).toBe(200)
    expect(script.headers.get('content-encoding')).toMatch(/^(br|gzip)$/)
    await script.body?.cancel()

    const headers = { authorization: `Bearer ${ready.integrationToken}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ name: 'Rock & Reed IT' })
    await fetch(`${ready.gateway}/v1/partners/rock-reed`, { method: 'PUT', headers, body })
    const links = await (await fetch(ready.links)).text()
    expect(links).toContain('Rock &#38; Reed IT')
    expect(links).toContain('href="/open/rock-reed"')
    const opened = await fetch(`${ready.links}/open/rock-reed`, { redirect: 'manual' })
    expect(opened.status).toBe(303)
    const entered = await fetch(opened.headers.get('location') ?? '', { redirect: 'manual' })
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/portal/gradient'])
    const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const session = await fetch(`${ready.gateway}/v1/portal-session`, { headers: { cookie } })
    expect(await session.json()).toMatchObject({ partner: { id: 'rock-reed', name: 'Rock & Reed IT' } })
    expect((await fetch(`${ready.inbox}/healthz`)).status).toBe(200)
    expect((await stopped(started.child, started.exited, 'SIGTERM')).code).toBe(0)
  })

  it('bills the example so that every company is accounted for; the next start finds that and changes nothing', async () => {
    const sandboxState = (): unknown => JSON.parse(readFileSync(join(data, 'data', 'sandbox-state.json'), 'utf8'))
    const first = start(['--fresh', '--exit', '--port-base', '0'])
    expect(await first.exited, first.output()).toBe(0)
    const table = tableOf(first.output())
    const [companies] = table.at(-1)?.match(/\d+$/) ?? []
    expect(Number(companies)).toBe(countExampleCompanies())
    // Five of the seven partners are connected, and each is sent a breakdown.
    expect(first.output()).toContain('Mails in the inbox: to 5 of 5 partners')
    const known = sandboxState()

    const second = start(['--exit', '--port-base', '0'])
    expect(await second.exited, second.output()).toBe(0)
    expect(second.output()).toContain('nothing is changed')
    expect(tableOf(second.output())).toEqual(table)
    // Every count that Gradient holds stands there with the moment at which it was sent: none was sent again.
    expect(sandboxState()).toEqual(known)
  })

  it('stops with code 78 and names the setting when one is bad', async () => {
    const started = start(['--no-example', '--port-base', '0'], { BILLING_TIME_ZONE: 'Nowhere/At_All' })
    expect(await started.exited).toBe(78)
    expect(started.output()).toContain('BILLING_TIME_ZONE')
    expect(started.output()).toContain('Everything is stopped')
  })

  it('says which port is taken when it was told which to use', async () => {
    const taken = await findFreePort()
    const server = spawn(process.execPath, ['-e', `require('net').createServer().listen(${taken + 5}, '127.0.0.1')`])
    try {
      await waitFor(async () => {
        const answer = await fetch(`http://127.0.0.1:${taken + 5}`, { signal: AbortSignal.timeout(50) }).catch((e) => e)
        return answer.name === 'TimeoutError'
      })
      const started = start(['--no-example', '--port-base', String(taken)])
      expect(await started.exited).toBe(1)
      expect(started.output()).toContain(`Port ${taken + 5} (redis) belongs to another program`)
    } finally {
      server.kill('SIGKILL')
    }
  })

  it('refuses a flag that it does not know, with the help and code 64', async () => {
    const started = start(['--nonsense'])
    expect(await started.exited).toBe(64)
    expect(started.output()).toMatch(/Unknown option '--nonsense'[\s\S]*--port-base N/)
  })
})
