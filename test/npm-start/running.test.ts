import { statSync } from 'node:fs'
import { join } from 'node:path'
import { identify, isRunning } from '@bridge/servers'
import { waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openNpmStart, READY_WITHIN_MS, type Started, stopBy } from './npm-start.ts'
import { passwordOf, signIn } from './sign-in.ts'

const ARGS = ['--no-example', '--port-base', '0']
const CRASHED = ['gateway', 'console', 'redis', 'billing-worker-2']

const npmStart = openNpmStart()
const { readyFile, readReady, untilReady, command } = npmStart
afterAll(() => npmStart.close())

/** A page's script is there, and packed. */
async function expectScript(page: string, url: string): Promise<void> {
  const html = await fetch(page)
  expect(html.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const path = (await html.text()).match(/src="((?:\/portal)?\/assets\/[^"]+\.js)"/)?.[1]
  const script = await fetch(`${url}${path}`)
  expect([script.status, script.headers.get('content-encoding')]).toEqual([200, expect.stringMatching(/^(br|gzip)$/)])
  await script.body?.cancel()
}

// One after the other, on one system: each start of it takes fourteen processes.
describe('npm start', () => {
  let first: Started
  let ready: ReturnType<typeof readReady>
  beforeAll(async () => {
    first = npmStart.start([...ARGS, '--workers', '2', '--ready-file', readyFile])
    ready = await untilReady(first)
    await waitFor(() => first.output().includes('Press Ctrl-C'))
  }, READY_WITHIN_MS)

  it('writes the ready file; its token and one that is made by hand are good', async () => {
    const workers = ['account-worker', 'billing-worker', 'mail-worker'].flatMap((kind) => [`${kind}-1`, `${kind}-2`])
    const names = [...workers, 'console', 'gateway', 'inbox', 'postgres', 'redis', 'sandbox', 'scheduler']
    expect(Object.keys(ready.pids).sort()).toEqual(names.sort())
    expect((await fetch(`${ready.gateway}/readyz`)).status).toBe(200)
    expect((await fetch(`${ready.inbox}/healthz`)).status).toBe(200)
    const made = await command<{ token: string }>('gateway/src/token', ['create', '--name', 'by-hand'])
    for (const token of [ready.integrationToken, made.token]) {
      const headers = { authorization: `Bearer ${token}` }
      expect((await fetch(`${ready.gateway}/v1/partners`, { headers })).status).toBe(200)
    }
  })

  it('serves the operators’ page, makes a viewer and an operator, and prints them', async () => {
    await expectScript(ready.console, ready.console)
    expect(await (await fetch(ready.links)).text()).toContain(`href="${ready.console}"`)
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
  })

  it('serves the partner’s page, and a page of links that lets a browser into it', async () => {
    expect(ready.portal).toBe(`${ready.gateway}/portal`)
    await expectScript(ready.portal, ready.gateway)

    const headers = { authorization: `Bearer ${ready.integrationToken}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ name: 'Rock & Reed IT' })
    expect((await fetch(`${ready.gateway}/v1/partners/rock-reed`, { method: 'PUT', headers, body })).status).toBe(201)
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
  })

  it('starts crashed processes again, at the same addresses', async () => {
    for (const name of CRASHED) process.kill(ready.pids[name] ?? 0, 'SIGKILL')
    const again = await waitFor(
      () => {
        const now = readReady()
        const back = CRASHED.every((name) => now.pids[name] !== undefined && now.pids[name] !== ready.pids[name])
        return back && now
      },
      { timeoutMs: READY_WITHIN_MS },
    )
    expect(again).toMatchObject({ gateway: ready.gateway, console: ready.console, redisUrl: ready.redisUrl })
    expect(first.output()).toMatch(/gateway ended \(SIGKILL\): starting it again in 0\.5 s/)
    await waitFor(async () => (await fetch(`${ready.gateway}/readyz`)).status === 200)
  })

  it('refuses a second start', async () => {
    const second = npmStart.start(ARGS)
    expect(await second.exited).toBe(1)
    expect(second.output()).toContain('already running')
  })

  it('killed with -9, leaves nothing running, and the next start finds its data and its people again', async () => {
    const identities = Object.values(readReady().pids).map(identify)
    first.child.kill('SIGKILL')
    await first.exited

    const next = npmStart.start([...ARGS, '--ready-file', readyFile])
    const found = await untilReady(next)
    expect(identities.filter(isRunning)).toEqual([])
    expect(found.integrationToken).toBe(ready.integrationToken)
    const headers = { authorization: `Bearer ${ready.integrationToken}` }
    const partner = await fetch(`${found.gateway}/v1/partners/rock-reed`, { headers })
    expect(await partner.json()).toMatchObject({ name: 'Rock & Reed IT' })
    await waitFor(() => next.output().includes(`${found.links}/open/rock-reed  Rock & Reed IT`))

    await waitFor(() => next.output().includes('Press Ctrl-C'))
    const kept = passwordOf('viewer', next.output())
    expect(kept).toBe(passwordOf('viewer', first.output()))
    expect((await signIn(found.console, 'viewer', kept)).status).toBe(200)
    // Theirs was changed by hand: the one that is kept is no longer said to be it.
    expect(next.output()).toContain('npm run operator -- password operator')
    expect(next.output()).not.toContain(passwordOf('operator', first.output()))
    expect((statSync(join(npmStart.data, 'operators.json')).mode & 0o777).toString(8)).toBe('600')
    const listed = await command<{ name: string }[]>('console/src/operator', ['list'])
    expect(listed.map(({ name }) => name)).toEqual(['operator', 'viewer'])

    const { pids, integrationToken, databaseUrl, redisUrl } = readReady()
    const nextOnes = Object.values(pids).map(identify)
    const { code, tookMs } = await stopBy('SIGINT', next)
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(10_000)
    expect(nextOnes.filter(isRunning)).toEqual([])
    for (const secret of [integrationToken, new URL(databaseUrl).password, new URL(redisUrl).password])
      expect(`${first.output()}${next.output()}`).not.toContain(secret)
  })
})
