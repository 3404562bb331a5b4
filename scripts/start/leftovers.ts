import { setTimeout as delay } from 'node:timers/promises'
import { identify, isRunning, type ProcessIdentity, signal } from '@bridge/servers'
import type { DataFolder } from './data-folder.ts'

const FILE = 'processes.json'
const GUARD_NEEDS_MS = 6_000
const LOOK_EVERY_MS = 100

/** Remembers which processes run, so that the next start can end those that outlived this one. */
export function rememberProcesses(folder: DataFolder, pids: number[]): void {
  folder.write(FILE, pids.map(identify))
}

/**
 * Ends what an earlier start left running. Its guard does so by itself within seconds, unless that was killed too: then we do.
 */
export async function endLeftovers(folder: DataFolder, say: (line: string) => void): Promise<void> {
  const left = () => (folder.read<ProcessIdentity[]>(FILE) ?? []).filter(isRunning)
  if (left().length === 0) return
  say('The last start was killed: waiting for what it left running to end')
  const startedMs = performance.now()
  while (left().length > 0 && performance.now() - startedMs < GUARD_NEEDS_MS) await delay(LOOK_EVERY_MS)
  for (const process of left()) signal(process, 'SIGKILL', 'group')
  while (left().length > 0) await delay(LOOK_EVERY_MS)
}
