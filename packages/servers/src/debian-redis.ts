import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { RedisProgram } from './redis-program.ts'

const exec = promisify(execFile)

/** Where Debian keeps its own programs; a PATH that was cut short for us is no reason to do without them. */
const SYSTEM_PATH = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(':')

function run(command: string, args: string[], cwd?: string): Promise<unknown> {
  const PATH = `${process.env['PATH'] ?? ''}:${SYSTEM_PATH}`
  return exec(command, args, { env: { ...process.env, PATH }, ...(cwd === undefined ? {} : { cwd }) })
}

/**
 * Debian's `redis-server` package holds only the service and a symlink; the program itself is redis-tools' `redis-check-rdb`, which is a server
 * when called by another name. The libraries that it needs beside these (libc, libssl, libsystemd) are on every Debian and Ubuntu.
 */
const PACKAGES = ['redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1']

/**
 * Unpacks Debian's Redis, without root, into the user's cache folder; done once. Returns the program, or in words why it could not be had.
 * Never touches the machine's own package lists: where they are missing, a private copy is fetched into the cache folder.
 */
export async function unpackDebianRedis(say: (line: string) => void): Promise<RedisProgram | string> {
  if (!['apt-get', 'dpkg'].every((name) => existsSync(join('/usr/bin', name)))) {
    return 'not on the PATH, and this machine has no apt-get to fetch it with'
  }
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'gradient-bridge')
  const root = join(cache, `redis-debian-${process.arch}`)
  if (!existsSync(root)) {
    say('Redis is not on the PATH: fetching Debian’s package into a cache folder (once)')
    try {
      await fetchInto(cache, root)
    } catch (error) {
      return `not on the PATH, and fetching Debian’s package failed: ${lastLine(error)}`
    }
  }
  const program = {
    command: join(root, 'usr/bin/redis-server'),
    env: { LD_LIBRARY_PATH: libraryFolders(root).join(':') },
  }
  try {
    await exec(program.command, ['--version'], { env: program.env })
    return program
  } catch (error) {
    rmSync(root, { recursive: true, force: true })
    return `not on the PATH, and Debian’s does not run here: ${lastLine(error)}`
  }
}

/** Made whole or not at all: it is unpacked under a temporary name. */
async function fetchInto(cache: string, root: string): Promise<void> {
  const work = join(cache, `redis.partial-${process.pid}`)
  rmSync(work, { recursive: true, force: true })
  mkdirSync(join(work, 'root'), { recursive: true })
  try {
    const download = (options: string[]) =>
      // As root, apt wants to download as its own user, who may not write here.
      run('apt-get', [...options, '-o', 'APT::Sandbox::User=root', 'download', ...PACKAGES], work)
    try {
      await download([])
    } catch {
      // No package lists on this machine (usual in containers), or old ones: fetch our own.
      const lists = join(work, 'lists')
      mkdirSync(join(lists, 'partial'), { recursive: true })
      const options = ['-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${join(work, 'apt-cache')}`]
      mkdirSync(join(work, 'apt-cache', 'archives', 'partial'), { recursive: true })
      await run('apt-get', [...options, '-o', 'APT::Sandbox::User=root', 'update'], work)
      await download(options)
    }
    for (const file of readdirSync(work).filter((name) => name.endsWith('.deb'))) {
      await run('dpkg', ['-x', join(work, file), join(work, 'root')])
    }
    const server = join(work, 'root/usr/bin/redis-server')
    if (!existsSync(server)) symlinkSync('redis-check-rdb', server)
    try {
      renameSync(join(work, 'root'), root)
    } catch (error) {
      // Another process was quicker.
      if (!existsSync(root)) throw error
    }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function libraryFolders(root: string): string[] {
  const base = join(root, 'usr/lib')
  return readdirSync(base, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.endsWith('-linux-gnu'))
    .map((entry) => join(base, entry.name))
}

function lastLine(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  return text.trim().split('\n').at(-1) ?? 'no reason given'
}
