import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Guard } from './guard.ts'
import { identify, signal } from './process-identity.ts'

/** How a process ended. */
export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

/** A process that we started, in a process group of its own so that Ctrl-C in the terminal reaches only us. */
export interface Child {
  readonly pid: number
  /** Settles when it has ended; never rejects. */
  readonly exited: Promise<Exit>
  /** Asks it to stop with `stopSignal`; after `graceMs` it and all that it started are killed. Returns once it has ended. */
  stop(options?: { graceMs?: number }): Promise<Exit>
}

/** What to run and how it is stopped. */
export interface ChildOptions {
  command: string
  args: string[]
  /** Standard output and error are appended here. */
  logFile: string
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** The user to run as; only root can choose. */
  user?: { uid: number; gid: number } | undefined
  stopSignal: NodeJS.Signals
  guard?: Guard | undefined
  /** Lower ranks are stopped first by the guard. */
  rank?: number
}

const DEFAULT_GRACE_MS = 5_000

/** Starts a process. Throws when it cannot be started at all. */
export async function startChild(options: ChildOptions): Promise<Child> {
  mkdirSync(dirname(options.logFile), { recursive: true })
  const log = openSync(options.logFile, 'a', 0o600)
  try {
    const child = spawn(options.command, options.args, {
      detached: process.platform !== 'win32',
      stdio: ['ignore', log, log],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env }),
      ...options.user,
    })
    const exited = new Promise<Exit>((resolve) => {
      child.once('exit', (code, endedBy) => {
        if (child.pid !== undefined) options.guard?.tell({ kind: 'forget', pid: child.pid })
        resolve({ code, signal: endedBy })
      })
    })
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', reject)
    })
    const pid = child.pid ?? 0
    const identity = identify(pid)
    options.guard?.tell({ kind: 'watch', process: identity, signal: options.stopSignal, rank: options.rank ?? 0 })
    return { pid, exited, stop: (stop) => stopChild(stop?.graceMs ?? DEFAULT_GRACE_MS) }

    async function stopChild(graceMs: number): Promise<Exit> {
      if (child.exitCode === null && child.signalCode === null) child.kill(options.stopSignal)
      const timer = setTimeout(() => signal(identity, 'SIGKILL', 'group'), graceMs)
      const exit = await exited
      clearTimeout(timer)
      return exit
    }
  } finally {
    closeSync(log)
  }
}
