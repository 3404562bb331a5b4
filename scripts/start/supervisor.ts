import { setTimeout as delay } from 'node:timers/promises'
import type { Child, Exit } from '@bridge/servers'

/** One process of the system that must run. */
export interface Part {
  name: string
  /** Lower ranks are stopped first. */
  rank: number
  /** How long it may take to stop by itself. */
  graceMs: number
  /** Starts it and returns once it is ready. Throws `EndedError` when it ended before that; stops it and throws when `signal` aborts. */
  launch(signal: AbortSignal): Promise<Child>
}

/** A process ended before it was ready. */
export class EndedError extends Error {
  override name = 'EndedError'
  readonly exit: Exit
  constructor(message: string, exit: Exit) {
    super(message)
    this.exit = exit
  }
}

/** Exit code of a process that found a bad setting: starting it again will not help. */
export const EXIT_BAD_SETTING = 78

/** Why the system cannot go on. */
interface GaveUp {
  name: string
  exitCode: number
  why: string
}

export interface Supervisor {
  /** Starts a part and waits until it is ready, trying again a few times. Throws when it never is. */
  start(part: Part): Promise<void>
  pids(): Record<string, number>
  /** Settles when a part found a bad setting and all must stop. */
  readonly gaveUp: Promise<GaveUp>
  /** Stops all, in the order of their ranks. `hurry` gives them hardly any time. */
  stop(): Promise<void>
  hurry(): void
}

const FIRST_BACKOFF_MS = 500
const LONGEST_BACKOFF_MS = 30_000
const STABLE_AFTER_MS = 60_000
const ATTEMPTS_AT_FIRST_START = 4
const HURRIED_GRACE_MS = 200

/** Keeps processes running: one that ends unexpectedly is started again after a pause that doubles each time, with a line that says so. */
export function createSupervisor(deps: { say: (line: string) => void; onChange: () => void }): Supervisor {
  const children = new Map<string, Child>()
  const parts = new Map<string, Part>()
  const launches = new Set<Promise<unknown>>()
  const stopping = new AbortController()
  let hurried = false
  const giveUp = Promise.withResolvers<GaveUp>()

  async function launch(part: Part): Promise<Child> {
    stopping.signal.throwIfAborted()
    const launching = part.launch(stopping.signal)
    launches.add(launching)
    try {
      const child = await launching
      children.set(part.name, child)
      return child
    } catch (error) {
      if (error instanceof EndedError && error.exit.code === EXIT_BAD_SETTING) {
        giveUp.resolve({ name: part.name, exitCode: EXIT_BAD_SETTING, why: error.message })
        stopping.abort()
      }
      throw error
    } finally {
      launches.delete(launching)
    }
  }

  /** Watches a running part for as long as the system runs. */
  async function keep(part: Part, first: Child): Promise<void> {
    let child = first
    let backoffMs = FIRST_BACKOFF_MS
    for (;;) {
      const readySinceMs = performance.now()
      let exit = await child.exited
      children.delete(part.name)
      if (performance.now() - readySinceMs > STABLE_AFTER_MS) backoffMs = FIRST_BACKOFF_MS
      for (;;) {
        if (stopping.signal.aborted) return
        if (exit.code === EXIT_BAD_SETTING) {
          giveUp.resolve({ name: part.name, exitCode: EXIT_BAD_SETTING, why: `${part.name} found a bad setting` })
          stopping.abort()
          return
        }
        deps.say(`${part.name} ended (${words(exit)}): starting it again in ${backoffMs / 1000} s`)
        await delay(backoffMs, undefined, { signal: stopping.signal }).catch(() => undefined)
        backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS)
        if (stopping.signal.aborted) return
        try {
          child = await launch(part)
          break
        } catch (error) {
          exit = error instanceof EndedError ? error.exit : { code: 1, signal: null }
        }
      }
      deps.say(`${part.name} is ready again (process ${child.pid})`)
      deps.onChange()
    }
  }

  return {
    gaveUp: giveUp.promise,
    pids: () => Object.fromEntries([...children].map(([name, child]) => [name, child.pid])),
    start: async (part) => {
      parts.set(part.name, part)
      let backoffMs = FIRST_BACKOFF_MS
      for (let attempt = 1; ; attempt++) {
        try {
          const child = await launch(part)
          void keep(part, child)
          deps.onChange()
          return
        } catch (error) {
          if (stopping.signal.aborted || attempt === ATTEMPTS_AT_FIRST_START) throw error
          deps.say(
            `${error instanceof Error ? error.message : error}\nStarting ${part.name} again in ${backoffMs / 1000} s`,
          )
          await delay(backoffMs, undefined, { signal: stopping.signal }).catch(() => undefined)
          backoffMs *= 2
        }
      }
    },
    hurry: () => {
      hurried = true
      for (const child of children.values()) void child.stop({ graceMs: HURRIED_GRACE_MS })
    },
    stop: async () => {
      stopping.abort()
      await Promise.allSettled(launches)
      const running = [...children].map(([name, child]) => ({ part: parts.get(name), child }))
      const ranks = [...new Set(running.map(({ part }) => part?.rank ?? 0))].sort((a, b) => a - b)
      for (const rank of ranks) {
        const these = running.filter(({ part }) => (part?.rank ?? 0) === rank)
        await Promise.all(
          these.map(({ part, child }) => child.stop({ graceMs: hurried ? HURRIED_GRACE_MS : (part?.graceMs ?? 0) })),
        )
      }
      deps.onChange()
    },
  }
}

function words(exit: Exit): string {
  return exit.signal === null ? `exit code ${exit.code}` : exit.signal
}
