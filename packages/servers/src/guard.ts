import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ProcessIdentity } from './process-identity.ts'

/** What the guard is told, one JSON line each. */
export type GuardOrder =
  | { kind: 'watch'; process: ProcessIdentity; signal: NodeJS.Signals; rank: number }
  | { kind: 'forget'; pid: number }
  | { kind: 'remove'; directory: string }
  | { kind: 'keep'; directory: string }

/** Cleans up after us if we end without having done so ourselves, `kill -9` included. */
export interface Guard {
  readonly pid: number
  tell(order: GuardOrder): void
  /** Ends the guard at once. Everything that it still watches is stopped and removed. */
  close(): void
}

/**
 * Starts the guard: a small process in a session of its own that holds the other end of a pipe. When the pipe closes, however we
 * ended, it stops what it was told to watch (lower ranks first) and removes the folders it was told to remove.
 */
export function startGuard(): Guard {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./guard-main.ts', import.meta.url))], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  })
  child.unref()
  // A guard that was killed must not bring us down with it.
  child.stdin.on('error', () => undefined)
  return {
    pid: child.pid ?? 0,
    tell: (order) => void child.stdin.write(`${JSON.stringify(order)}\n`),
    close: () => void child.stdin.end(),
  }
}
