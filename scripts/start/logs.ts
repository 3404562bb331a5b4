import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { DataFolder } from './data-folder.ts'

/** Each start writes logs of its own; those of the start before are kept as `<name>.1.log`. */
export function rotateLogs(folder: DataFolder): void {
  const logs = folder.file('log')
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(logs)) {
    if (!name.endsWith('.log') || name.endsWith('.1.log')) continue

    renameSync(join(logs, name), join(logs, name.replace(/\.log$/, '.1.log')))
  }
}
