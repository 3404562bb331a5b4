import type { Guard } from '@bridge/servers'
import type { DataFolder } from './data-folder.ts'
import type { Flags } from './flags.ts'
import type { Ports } from './ports.ts'
import type { ProcessContext } from './processes.ts'
import type { Supervisor } from './supervisor.ts'

/** What a start is told. */
export interface StartInput {
  root: string
  flags: Flags
  env: NodeJS.ProcessEnv
  say: (line: string) => void
}

/** What the steps of a start share. */
export interface Start extends StartInput {
  folder: DataFolder
  guard: Guard
  supervisor: Supervisor
  ports: Ports
  signal: AbortSignal
  logFile: (name: string) => string
}

/** What a process of ours needs of it; `env` are the settings as completed so far. */
export function contextOf(start: Start, env: NodeJS.ProcessEnv): ProcessContext {
  const { guard, logFile, root, say } = start
  return { root, env, guard, logFile, say }
}
