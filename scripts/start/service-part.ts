import { readFileSync, statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { type Child, type Exit, type Guard, startChild } from '@bridge/servers'
import { EndedError, type Part } from './supervisor.ts'

/** A service of ours: a process of its own that says over HTTP whether it is ready. */
export interface ServiceOptions {
  name: string
  /** The TypeScript file that is its process. */
  main: string
  nodeFlags?: string[]
  env: NodeJS.ProcessEnv
  /** The address that answers with 200 once it is ready. */
  readyUrl: string
  logFile: string
  rank: number
  graceMs: number
  readyWithinMs?: number
  guard: Guard
  cwd: string
  say: (line: string) => void
}

const READY_WITHIN_MS = 30_000
const LOOK_EVERY_MS = 50
const LOG_LINES = 5

/** Makes the part that the supervisor keeps running. */
export function createServicePart(options: ServiceOptions): Part {
  return {
    name: options.name,
    rank: options.rank,
    graceMs: options.graceMs,
    launch: async (signal) => {
      const logStartsAt = sizeOf(options.logFile)
      const child = await startChild({
        command: process.execPath,
        args: [...(options.nodeFlags ?? []), options.main],
        cwd: options.cwd,
        env: options.env,
        logFile: options.logFile,
        stopSignal: 'SIGTERM',
        guard: options.guard,
        rank: options.rank,
      })
      try {
        await waitUntilReady(child, options, logStartsAt, signal)
        return child
      } catch (error) {
        await child.stop({ graceMs: signal.aborted ? options.graceMs : 1_000 })
        throw error
      }
    },
  }
}

async function waitUntilReady(child: Child, options: ServiceOptions, logStartsAt: number, signal: AbortSignal) {
  let exit: Exit | undefined
  void child.exited.then((ended) => {
    exit = ended
  })
  const withinMs = options.readyWithinMs ?? READY_WITHIN_MS
  const startedMs = performance.now()
  let last: string | undefined
  while (performance.now() - startedMs < withinMs) {
    signal.throwIfAborted()
    if (exit !== undefined) {
      throw new EndedError(
        `${options.name} ended instead of starting (${exit.signal ?? `exit code ${exit.code}`}).\n${lastLines(options.logFile, logStartsAt)}`,
        exit,
      )
    }
    const answer = await ask(options.readyUrl)
    if (answer === 'ready') return
    last = answer ?? last
    await delay(LOOK_EVERY_MS)
  }
  if (last === undefined) {
    throw new Error(`${options.name} did not answer within ${withinMs / 1000} s. Its log: ${options.logFile}.`)
  }
  // It lives and says what it lacks, such as work that has been due for long: killing it would not help.
  options.say(`${options.name} runs but is not ready after ${withinMs / 1000} s: ${last}`)
}

async function ask(url: string): Promise<'ready' | string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3_000) })
    const text = await response.text()
    return response.status === 200 ? 'ready' : `${url} says ${response.status} ${text.slice(0, 300)}`
  } catch {
    return undefined
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function lastLines(file: string, from: number): string {
  const lines = readFileSync(file).subarray(from).toString('utf8').trim().split('\n').slice(-LOG_LINES)
  return lines.map((line) => `    ${line.slice(0, 500)}`).join('\n')
}
