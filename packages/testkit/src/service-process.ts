import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { type Child, type Exit, type Guard, startChild } from '@bridge/servers'
import { waitFor } from './wait-for.ts'

const START_AGAIN_AFTER_MS = 200

/** One of our services as a real process that is started again whenever it ends, as an orchestrator would. */
export interface ServiceProcess {
  readonly name: string
  /** The process that runs now. */
  pid(): number
  /** `kill -9`, and waits until it is gone; the next one starts by itself. */
  kill(): Promise<void>
  /** Any other signal: SIGSTOP, SIGCONT. */
  signal(name: NodeJS.Signals): void
  /** Ends the present process and has the next one start with these settings besides its own; it may then end itself. Settles when that is at work. */
  restartWith(env: Record<string, string>): Promise<void>
  /** Waits until the process that runs now is at work. */
  atWork(): Promise<void>
  /** The settings besides its own with which it was started last. */
  extraSettings(): Record<string, string>
  /** How often it was ended by a SIGKILL. */
  kills(): number
  /** Ends that nobody asked for: an unhandled error, a bad setting. */
  deaths(): string[]
  /** A figure of its metrics, as Prometheus would read it. */
  metric(name: string): Promise<number>
  stop(): Promise<void>
}

/** What both ask Node for: the one's preload does not replace the other's. */
function nodeOptions(...settings: NodeJS.ProcessEnv[]): string {
  return settings.flatMap(({ NODE_OPTIONS }) => NODE_OPTIONS ?? []).join(' ')
}

/** Starts it, and waits until it is at work. */
export async function startService(options: {
  name: string
  main: string
  /** Answers once the process is at work. */
  healthUrl: string
  env: NodeJS.ProcessEnv
  logFile: string
  guard: Guard
}): Promise<ServiceProcess> {
  const { name, logFile, guard } = options
  const deaths: string[] = []
  let kills = 0
  let stopping = false
  let extra: Record<string, string> = {}
  const launch = () =>
    startChild({
      command: process.execPath,
      args: [options.main],
      env: { ...options.env, ...extra, NODE_OPTIONS: nodeOptions(options.env, extra) },
      logFile,
      stopSignal: 'SIGTERM',
      guard,
      rank: 1,
    })
  let child = await launch()
  let next: Promise<unknown> = keepRunning(child)

  async function keepRunning(running: Child): Promise<void> {
    const exit = await running.exited
    if (exit.signal === 'SIGKILL') kills += 1
    else if (!stopping) deaths.push(describe(exit))
    if (stopping) return
    await delay(START_AGAIN_AFTER_MS)
    if (stopping) return
    child = await launch()
    next = keepRunning(child)
  }

  function describe({ code, signal }: Exit): string {
    const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-3)
    return `${name} ended with ${signal ?? `code ${code}`}: ${lines.join(' | ')}`
  }

  const kill = async () => {
    const { exited, pid } = child
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
    await exited
  }

  const atWork = async () => {
    await waitFor(async () => (await fetch(options.healthUrl)).ok, { what: `${name} to be at work` })
  }
  await atWork()

  return {
    name,
    pid: () => child.pid,
    kill,
    signal: (signal) => process.kill(child.pid, signal),
    async restartWith(env) {
      extra = env
      const before = child.pid
      await kill()
      await waitFor(() => child.pid !== before)
      await atWork()
    },
    atWork,
    extraSettings: () => extra,
    kills: () => kills,
    deaths: () => deaths,
    async metric(metric) {
      const text = await (await fetch(new URL('/metrics', options.healthUrl))).text()
      const value = new RegExp(`^${metric}\\b.* (\\S+)$`, 'm').exec(text)?.[1]
      if (value === undefined) throw new Error(`${name} has no metric ${metric}`)
      return Number(value)
    },
    async stop() {
      stopping = true
      await child.stop({ graceMs: 5_000 })
      await next
    },
  }
}
