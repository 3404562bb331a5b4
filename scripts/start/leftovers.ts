import { setTimeout as delay } from 'node:timers/promises'
import { identify, isRunning, type ProcessIdentity, signal } from '@bridge/servers'
import type { DataFolder } from './data-folder.ts'

const FILE = 'processes.json'
const END_WITHIN_MS = 8_000
const LOOK_EVERY_MS = 100

/** Remembers which processes run, so that the next start can end those that outlived this one. */
export function rememberProcesses(folder: DataFolder, pids: number[]): void {
  folder.write(FILE, pids.map(identify))
}

/**
 * Ends what an earlier start left running: its guard may not be done yet, or was killed too.
 */
export async function endLeftovers(folder: DataFolder, say: (line: string) => void): Promise<void> {
  const left = () => (folder.read<ProcessIdentity[]>(FILE) ?? []).filter(isRunning)
  if (left().length === 0) return
  say('The last start was killed: ending what it left running')
  // Postgres takes SIGINT as "finish at once, cleanly"; so do Redis and our services.
  for (const process of left()) signal(process, 'SIGINT', 'process')
  const startedMs = performance.now()
  while (left().length > 0 && performance.now() - startedMs < END_WITHIN_MS) await delay(LOOK_EVERY_MS)
  for (const process of left()) signal(process, 'SIGKILL', 'group')
  while (left().length > 0) await delay(LOOK_EVERY_MS)
}
