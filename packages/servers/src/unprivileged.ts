import { accessSync, constants, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** `nobody`: Postgres refuses to run as root, so it runs as this user then. */
const NOBODY = { uid: 65_534, gid: 65_534 }

const REACHABLE_BY_ALL = 0o001

/** The user that Postgres must run as: `nobody` when we are root, else ourselves (undefined). */
export function serverUser(): { uid: number; gid: number } | undefined {
  return process.getuid?.() === 0 ? NOBODY : undefined
}

/** True when any user can reach what lies in this folder: each folder on the way down may be entered by all. */
export function isReachableByAll(path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & REACHABLE_BY_ALL) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

/**
 * Chooses the first of these folders that is there, that we may write to, and that the server's user can reach. A checkout below a private
 * folder (`/root`, a `mktemp -d`) cannot be reached by `nobody`, so a place outside it is needed then. Throws when none of them will do.
 */
export function chooseReachable(folders: string[]): string {
  for (const folder of folders) {
    try {
      accessSync(folder, constants.W_OK)
      if (serverUser() === undefined || isReachableByAll(folder)) return folder
    } catch {
      // Not there, or not ours to write to: the next one.
    }
  }
  throw new Error(`None of these folders can be used by an unprivileged user: ${folders.join(', ')}`)
}
