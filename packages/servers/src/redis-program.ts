import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { unpackDebianRedis } from './debian-redis.ts'

/** A Redis (or Valkey) server program and what its process needs in the environment. */
export interface RedisProgram {
  command: string
  env: NodeJS.ProcessEnv
}

/**
 * Finds a Redis: `redis-server` or `valkey-server` on the PATH, else Debian's package unpacked into the user's cache folder. `say` is told when
 * that takes a download. Throws an error that says what to install when there is none.
 */
export async function findRedisProgram(say: (line: string) => void): Promise<RedisProgram> {
  const command = findOnPath('redis-server') ?? findOnPath('valkey-server')
  if (command !== undefined) return { command, env: {} }
  const reason = await unpackDebianRedis(say)
  if (typeof reason !== 'string') return reason
  throw new Error(
    `No Redis found (${reason}). Install it so that redis-server is on the PATH (Debian, Ubuntu: apt install redis-server; macOS: brew install redis), or set REDIS_URL.`,
  )
}

function findOnPath(name: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder === '') continue
    const path = join(folder, process.platform === 'win32' ? `${name}.exe` : name)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // Not in this folder.
    }
  }
  return undefined
}
