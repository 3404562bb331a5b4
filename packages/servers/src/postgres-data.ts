import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { PostgresProgram } from './postgres-program.ts'
import { serverUser } from './unprivileged.ts'

const run = promisify(execFile)

/** A data directory that is ready to be served, and the password of its user `postgres`. */
export interface PostgresData {
  directory: string
  password: string
}

/**
 * Makes the data directory in `home` unless it is there. Made whole or not at all: initdb works under a temporary name, and what an earlier
 * start left half done is thrown away. The password is kept beside it, readable by us alone.
 */
export async function preparePostgresData(home: string, program: PostgresProgram): Promise<PostgresData> {
  const directory = join(home, 'data')
  const passwordFile = join(home, 'password')
  if (existsSync(directory)) {
    forgetStalePid(directory)
    return { directory, password: readFileSync(passwordFile, 'utf8') }
  }
  const password = randomBytes(24).toString('base64url')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  const work = join(home, 'data.partial')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { mode: 0o700 })
  const initdbPassword = join(work, 'password')
  const data = join(work, 'data')
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(initdbPassword, password, { mode: 0o600 })
  const user = serverUser()
  if (user !== undefined) for (const path of [work, data, initdbPassword]) chownSync(path, user.uid, user.gid)
  const args = [
    `--pgdata=${data}`,
    '--username=postgres',
    `--pwfile=${initdbPassword}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    // We sync nothing while it is made: what a power cut breaks here still has its temporary name.
    '--no-sync',
    // Rounds make guesses at a weak password dear. Ours has 24 random bytes, and each connection would pay for them.
    '--set=scram_iterations=1',
  ]
  await run(program.initdb, args, { ...user, cwd: data, env: { LC_ALL: 'C', TZ: 'UTC', PATH: process.env['PATH'] } })
  renameSync(data, directory)
  rmSync(work, { recursive: true, force: true })
  return { directory, password }
}

/**
 * After a `kill -9` the pid file stays. Postgres itself sees through it unless its number now belongs to some other program (numbers begin
 * anew in every container): then it would refuse to start for ever, so we remove the file.
 */
function forgetStalePid(directory: string): void {
  const file = join(directory, 'postmaster.pid')
  if (!existsSync(file) || process.platform !== 'linux') return
  const pid = readFileSync(file, 'utf8').split('\n')[0] ?? ''
  let command = ''
  try {
    command = readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    return
  }
  if (command !== 'postgres') rmSync(file, { force: true })
}
