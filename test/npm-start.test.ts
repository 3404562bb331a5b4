import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { findFreePort, identify, isRunning } from '@bridge/servers'
import { createTestDatabase, waitFor } from '@bridge/testkit'
import { parse } from 'csv-parse/sync'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const READY_WITHIN_MS = 60_000

/** The ready file, as gateway-api fixes its names. */
interface Ready {
  gateway: string
  portal: string
  links: string
  console: string
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

/** `npm run token`, `operator` or `ops`, with `--json`: they find the database of the start that runs. */
async function command<Answer>(main: string, args: string[]): Promise<Answer> {
  const { DATABASE_URL: _database, ...inherited } = process.env
  const env = { ...inherited, BRIDGE_DATA_FOLDER: join(data, 'data') }
  const words = [join(root, 'scripts/service-command.ts'), `services/${main}-main.ts`, ...args, '--json']
  const { stdout } = await promisify(execFile)(process.execPath, words, { env })
  return JSON.parse(stdout) as Answer
}

/** Signs in to the console; answers the status, and what asks it in that session. */
async function signIn(console: string, name: string, password: string) {
  const headers = { 'content-type': 'application/json', origin: console }
  const body = JSON.stringify({ name, password })
  const session = await fetch(`${console}/api/session`, { method: 'POST', headers, body })
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const ask = async (method: string, path: string, json?: unknown) => {
    const sent = json === undefined ? {} : { body: JSON.stringify(json) }
    const answer = await fetch(`${console}${path}`, { method, headers: { ...headers, cookie }, ...sent })
    return { status: answer.status, text: await answer.text() }
  }
  return { status: session.status, ask }
}

/** The password that a start printed for one of its operators. */
function passwordOf(name: string, output: string): string {
  return new RegExp(`^ {2}sign in as ${name} +([\\w-]{20})$`, 'm').exec(output)?.[1] ?? 'none was printed'
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
    const names = [...workers, 'console', 'gateway', 'inbox', 'postgres', 'redis', 'sandbox', 'scheduler']
    expect(Object.keys(ready.pids).sort()).toEqual(names.sort())
    expect((await fetch(`${ready.gateway}/readyz`)).status).toBe(200)
    const authorization = `Bearer ${ready.integrationToken}`
    expect((await fetch(`${ready.gateway}/v1/partners`, { headers: { authorization } })).status).toBe(200)

    const made = await command<{ token: string }>('gateway/src/token', ['create', '--name', 'by-hand'])
    const withIt = { headers: { authorization: `Bearer ${made.token}` } }
    expect((await fetch(`${ready.gateway}/v1/partners`, withIt)).status).toBe(200)

    for (const name of ['gateway', 'console', 'redis', 'billing-worker-2'])
      process.kill(ready.pids[name] ?? 0, 'SIGKILL')
    const again = await waitFor(
      () => {
        const now = readReady()
        const back = ['gateway', 'console', 'redis', 'billing-worker-2'].every(
          (name) => now.pids[name] !== undefined && now.pids[name] !== ready.pids[name],
        )
        return back && now
      },
      { timeoutMs: READY_WITHIN_MS },
    )
    expect(again).toMatchObject({ gateway: ready.gateway, console: ready.console, redisUrl: ready.redisUrl })
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

  it('serves the operators’ page, makes a viewer and an operator and prints them, the same at the next start', async () => {
    const args = ['--no-example', '--port-base', '0', '--ready-file', readyFile]
    const first = start([...args, '--fresh'])
    const ready = await untilReady(first)
    const page = await fetch(ready.console)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const script = await fetch(`${ready.console}${(await page.text()).match(/src="(\/assets\/[^"]+\.js)"/)?.[1]}`)
    expect([script.status, script.headers.get('content-encoding')]).toEqual([200, expect.stringMatching(/^(br|gzip)$/)])
    await script.body?.cancel()
    expect(await (await fetch(ready.links)).text()).toContain(`href="${ready.console}"`)

    await waitFor(() => first.output().includes('Press Ctrl-C'))
    const viewer = await signIn(ready.console, 'viewer', passwordOf('viewer', first.output()))
    const operator = await signIn(ready.console, 'operator', passwordOf('operator', first.output()))
    expect([viewer.status, operator.status]).toEqual([200, 200])
    expect((await viewer.ask('GET', '/api/overview')).status).toBe(200)
    const pause = { scope: 'all', reason: 'a look at the stops' }
    expect((await viewer.ask('POST', '/api/pauses', pause)).status).toBe(403)
    expect(await command<unknown[]>('console/src/ops', ['pauses'])).toEqual([])
    const paused = await operator.ask('POST', '/api/pauses', pause)
    expect(paused.status, paused.text).toBeLessThan(300)
    const [stop] = await command<{ id: string; pausedBy: string }[]>('console/src/ops', ['pauses'])
    expect(stop).toMatchObject({ scope: 'all', pausedBy: 'operator' })
    const resume = ['resume', stop?.id ?? '', '--reason', 'seen enough', '--as', 'operator']
    await command('console/src/ops', resume)
    expect(await command('console/src/ops', ['run-status'])).toEqual({ run: null, pauses: [] })

    const changed = await command<{ password: string }>('console/src/operator', ['password', 'operator'])
    expect((await signIn(ready.console, 'operator', changed.password)).status).toBe(200)
    expect((await stopped(first.child, first.exited, 'SIGTERM')).code).toBe(0)

    const second = start(args)
    const found = await untilReady(second)
    await waitFor(() => second.output().includes('Press Ctrl-C'))
    const kept = passwordOf('viewer', second.output())
    expect(kept).toBe(passwordOf('viewer', first.output()))
    expect((await signIn(found.console, 'viewer', kept)).status).toBe(200)
    // Theirs was changed by hand: the one that is kept is no longer said to be it.
    expect(second.output()).toContain('npm run operator -- password operator')
    expect(second.output()).not.toContain(passwordOf('operator', first.output()))
    expect((statSync(join(data, 'data', 'operators.json')).mode & 0o777).toString(8)).toBe('600')
    const listed = await command<{ name: string }[]>('console/src/operator', ['list'])
    expect(listed.map(({ name }) => name)).toEqual(['operator', 'viewer'])
    expect((await stopped(second.child, second.exited, 'SIGTERM')).code).toBe(0)
  })

  it('makes nobody in a database that is not its own, and says how to', async () => {
    const database = await createTestDatabase()
    try {
      const args = ['--no-example', '--port-base', '0', '--ready-file', readyFile]
      const started = start(args, { DATABASE_URL: database.url })
      await untilReady(started)
      await waitFor(() => started.output().includes('Press Ctrl-C'))
      expect(started.output()).toContain('npm run operator -- create --name NAME --role operator')
      expect(await database.db.selectFrom('operator').select('name').execute()).toEqual([])
      expect((await stopped(started.child, started.exited, 'SIGTERM')).code).toBe(0)
    } finally {
      await database.close()
    }
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
    expect(first.output()).toMatch(
      /^Took [\d.]+ s: databases, sandbox and inbox [\d.]+ s, .*example [\d.]+ s, operators [\d.]+ s$/m,
    )
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
