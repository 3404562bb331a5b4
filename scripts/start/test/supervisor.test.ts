import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort, identify, isRunning, startGuard } from '@bridge/servers'
import { waitFor } from '@bridge/testkit'
import { describe, it } from 'vitest'
import { createServicePart } from '../service-part.ts'
import { createSupervisor, EndedError, type Part, type Supervisor } from '../supervisor.ts'

const GRACE_MS = 500

/** Calls back when its test has ended, the latest first. */
type OnEnd = (end: () => Promise<void> | void) => void

interface Opened {
  folder: string
  supervisor: Supervisor
  /** What it has said since the last time. */
  said: string[]
  /** How often it told that something has changed. */
  changes(): number
  /** A part of this name. */
  fake(name: string, env?: NodeJS.ProcessEnv, rank?: number): Promise<Part & { url: string }>
}

// The tests mostly wait for processes, so they run beside each other, each with a supervisor of its own.
function open(onEnd: OnEnd): Opened {
  const folder = mkdtempSync(join(tmpdir(), 'gradient-bridge-supervisor-'))
  const guard = startGuard()
  const said: string[] = []
  let changes = 0
  const supervisor = createSupervisor({ say: (line) => said.push(line), onChange: () => changes++ })
  onEnd(async () => {
    await supervisor.stop()
    guard.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const fake: Opened['fake'] = async (name, env = {}, rank = 0) => {
    const port = await findFreePort()
    const url = `http://127.0.0.1:${port}`
    const part = createServicePart({
      name,
      main: join(import.meta.dirname, 'fake-service.ts'),
      env: { PORT: String(port), NAME: name, ...env },
      readyUrl: `${url}/readyz`,
      logFile: join(folder, `${name}.log`),
      rank,
      graceMs: GRACE_MS,
      guard,
      cwd: folder,
      say: (line) => said.push(line),
    })
    return { ...part, url }
  }
  return { folder, supervisor, said, changes: () => changes, fake }
}

async function ask(part: { url: string }, path: string): Promise<void> {
  await fetch(`${part.url}${path}`).catch(() => undefined)
}

describe.concurrent('the supervisor', () => {
  it('starts a crashed process again on the same address, with a line that says so, after a pause that doubles', async ({
    expect,
    onTestFinished,
  }) => {
    const { supervisor, fake, said, changes } = open(onTestFinished)
    const part = await fake('gateway')
    await supervisor.start(part)
    const pids = [supervisor.pids()['gateway']]
    for (const pause of ['0.5 s', '1 s']) {
      said.length = 0
      const changesBefore = changes()
      await ask(part, '/crash')
      await waitFor(() => said[1]?.startsWith('gateway is ready again'))
      expect(said[0]).toBe(`gateway ended (exit code 1): starting it again in ${pause}`)
      expect(changes()).toBeGreaterThan(changesBefore)
      pids.push(supervisor.pids()['gateway'])
      expect((await (await fetch(part.url)).json()) as { pid: number }).toEqual({ pid: pids.at(-1) })
    }
    expect(new Set(pids).size).toBe(3)
  })

  it('starts a process again that was killed from outside', async ({ expect, onTestFinished }) => {
    const { supervisor, fake, said } = open(onTestFinished)
    await supervisor.start(await fake('account-worker-1'))
    process.kill(supervisor.pids()['account-worker-1'] ?? 0, 'SIGKILL')
    await waitFor(() => said.at(-1)?.startsWith('account-worker-1 is ready again'))
    expect(said[0]).toBe('account-worker-1 ended (SIGKILL): starting it again in 0.5 s')
  })

  it('does not start a process again that found a bad setting, and says what it printed', async ({
    expect,
    onTestFinished,
  }) => {
    const { supervisor, fake, said } = open(onTestFinished)
    await expect(supervisor.start(await fake('gateway', { EXIT_AT_START: '78' }))).rejects.toBeInstanceOf(EndedError)
    const gaveUp = await supervisor.gaveUp
    expect(gaveUp).toMatchObject({ name: 'gateway', exitCode: 78 })
    expect(gaveUp.why).toContain('Setting PORT: must be a number.')
    expect(said).toEqual([])
  })

  it('gives up when a running process ends with 78', async ({ expect, onTestFinished }) => {
    const { supervisor, fake } = open(onTestFinished)
    const part = await fake('gateway')
    await supervisor.start(part)
    await ask(part, '/bad-setting')
    expect(await supervisor.gaveUp).toMatchObject({ name: 'gateway', exitCode: 78 })
    expect(supervisor.pids()).toEqual({})
  })

  it('tries a first start that fails a few times, then throws what the process printed', async ({
    expect,
    onTestFinished,
  }) => {
    const { supervisor, fake, said } = open(onTestFinished)
    const failing = await fake('scheduler', { EXIT_AT_START: '1' })
    await expect(supervisor.start(failing)).rejects.toThrow(/scheduler ended instead of starting \(exit code 1\)/)
    expect(said).toHaveLength(3)
  })

  it('stops lower ranks first, kills what does not listen, and starts nothing again', async ({
    expect,
    onTestFinished,
  }) => {
    const { folder, supervisor, fake, said } = open(onTestFinished)
    const stopLog = join(folder, 'asked-to-stop')
    const env = { STOP_LOG: stopLog }
    await supervisor.start(await fake('redis', env, 2))
    await supervisor.start(await fake('stubborn', { ...env, IGNORE_STOP: 'yes' }, 1))
    await supervisor.start(await fake('gateway', env, 0))
    const identities = Object.values(supervisor.pids()).map(identify)
    await supervisor.stop()
    expect(identities.some(isRunning)).toBe(false)
    const asked = readFileSync(stopLog, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
    expect(asked.map(([name]) => name)).toEqual(['gateway', 'stubborn', 'redis'])
    const [, stubborn, redis] = asked.map(([, atMs]) => Number(atMs))
    expect(Number(redis) - Number(stubborn)).toBeGreaterThan(GRACE_MS - 50)
    expect(said).toEqual([])
  })

  it('leaves nothing running when it is itself killed with -9', async ({ expect, onTestFinished }) => {
    const { folder } = open(onTestFinished)
    const ports = [String(await findFreePort()), String(await findFreePort())]
    const main = join(import.meta.dirname, 'supervised-main.ts')
    const supervised = spawn(process.execPath, [main, folder, ...ports], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [printed] = (await once(supervised.stdout, 'data')) as [Buffer]
    const identities = Object.values(JSON.parse(printed.toString()) as Record<string, number>).map(identify)
    expect(identities.map(isRunning)).toEqual([true, true])
    supervised.kill('SIGKILL')
    await waitFor(() => !identities.some(isRunning))
  })
})
