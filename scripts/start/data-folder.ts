import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chooseReachable, identify, isRunning, type ProcessIdentity } from '@bridge/servers'

/** `.data/`: everything that a start leaves for the next one. */
export interface DataFolder {
  readonly path: string
  /** Where a file of this name lies in it. */
  file(...names: string[]): string
  /** Reads a JSON file of ours; undefined when it is not there. */
  read<Value>(name: string): Value | undefined
  /** Writes a JSON file that only we may read (it may hold secrets), whole or not at all. */
  write(name: string, value: unknown): void
  /** Lets go of the lock. */
  release(): void
}

/** Another start works on the same folder. */
export class AlreadyRunningError extends Error {
  override name = 'AlreadyRunningError'
}

const LOCK = 'lock.json'
const DATABASE_HOME = 'database-home.json'

/** Opens the folder for us alone. Throws `AlreadyRunningError` while another start has it; the lock of one that was killed is taken over. */
export function openDataFolder(path: string): DataFolder {
  mkdirSync(path, { recursive: true })
  takeLock(join(path, LOCK))
  return {
    path,
    file: (...names) => join(path, ...names),
    read: <Value>(name: string) => {
      const file = join(path, name)
      return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Value) : undefined
    },
    write: (name, value) => writeWhole(join(path, name), `${JSON.stringify(value, null, 2)}\n`),
    release: () => rmSync(join(path, LOCK), { force: true }),
  }
}

/** Writes a file that only we may read, so that whoever reads it sees the old one or the new one. */
export function writeWhole(file: string, text: string): void {
  const partial = `${file}.partial-${process.pid}`
  writeFileSync(partial, text, { mode: 0o600 })
  renameSync(partial, file)
}

/**
 * Where the database's files are: in the folder, or, when root's checkout cannot be reached by the database's own user, in a place that can; that place
 * is remembered. Throws when the remembered place is gone: going on with an empty database would look like lost data.
 */
export function databaseHome(folder: DataFolder): string {
  const remembered = folder.read<{ path: string }>(DATABASE_HOME)?.path
  if (remembered !== undefined) {
    if (existsSync(remembered)) return remembered
    throw new Error(`The database was kept in ${remembered}, which is gone. To begin anew: npm start -- --fresh`)
  }
  const parent = chooseReachable([folder.path, '/var/lib', '/var/tmp'])
  const digest = createHash('sha256').update(folder.path).digest('hex').slice(0, 12)
  const home = parent === folder.path ? folder.file('postgres') : join(parent, `gradient-bridge-${digest}`)
  // A leftover of a folder that was removed by hand belongs to nobody.
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { mode: 0o755 })
  folder.write(DATABASE_HOME, { path: home })
  return home
}

/** Forgets everything in it but our lock, the database's place outside it included. Nothing may run on it. */
export function forgetData(folder: DataFolder): void {
  const home = folder.read<{ path: string }>(DATABASE_HOME)?.path
  if (home !== undefined) rmSync(home, { recursive: true, force: true })
  for (const name of readdirSync(folder.path)) {
    if (name !== LOCK) rmSync(folder.file(name), { recursive: true, force: true })
  }
}

function takeLock(file: string): void {
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(identify(process.pid)), { flag: 'wx', mode: 0o600 })
      return
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const owner = readOwner(file)
    if (owner !== undefined && isRunning(owner)) {
      throw new AlreadyRunningError(`One is already running here (process ${owner.pid}). Stop it first, with Ctrl-C.`)
    }
    // The owner is dead. Only one of several that see this gets to move its lock away; the others find it gone or anew.
    const stale = `${file}.stale-${process.pid}`
    try {
      renameSync(file, stale)
    } catch {
      // Another was quicker.
    }
    rmSync(stale, { force: true })
  }
}

function readOwner(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity
  } catch {
    return undefined
  }
}
