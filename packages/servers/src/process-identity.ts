import { readFileSync } from 'node:fs'

/** A process as we can recognise it again: its number alone is reused by the machine. */
export interface ProcessIdentity {
  pid: number
  /** Ticks since boot at which it began; undefined where the machine does not say (only Linux does). */
  startedAtTicks?: string | undefined
}

/** Reads who a running process is. */
export function identify(pid: number): ProcessIdentity {
  return { pid, startedAtTicks: readStart(pid) }
}

/** True while exactly this process runs (a zombie that nobody has waited for yet does not count). */
export function isRunning(identity: ProcessIdentity): boolean {
  try {
    process.kill(identity.pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  if (process.platform !== 'linux') return true
  const start = readStart(identity.pid)
  return start !== undefined && (identity.startedAtTicks === undefined || start === identity.startedAtTicks)
}

/** Sends a signal to exactly this process, or to its whole group; says whether there was one to send it to. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals, target: 'process' | 'group'): boolean {
  if (!isRunning(identity)) return false
  try {
    process.kill(target === 'group' && process.platform !== 'win32' ? -identity.pid : identity.pid, name)
    return true
  } catch {
    return false
  }
}

/** Field 22 of /proc/<pid>/stat; the command (field 2) may hold spaces and brackets, so we count from its closing one. */
function readStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return undefined
  }
}
