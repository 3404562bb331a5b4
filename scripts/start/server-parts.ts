import { mkdirSync } from 'node:fs'
import {
  type Child,
  type Guard,
  type RedisProgram,
  type RunningServer,
  startPostgres,
  startRedis,
} from '@bridge/servers'
import type { Part } from './supervisor.ts'

/** Postgres or Redis as a part, and its address once it was ready for the first time. */
export interface ServerPart extends Part {
  url(): string
}

/** The ranks say in which order all is stopped: what uses something goes before it. */
export const RANKS = { front: 0, worker: 1, outside: 2, redis: 3, postgres: 4 }

/** Our own Postgres, whose files are kept in `home`. */
export function createPostgresPart(options: { home: string; port: number; logFile: string; guard: Guard }): ServerPart {
  return createServerPart('postgres', RANKS.postgres, () =>
    startPostgres({ ...options, durable: true, rank: RANKS.postgres }),
  )
}

/** Our own Redis, whose files are kept in `home`. */
export function createRedisPart(options: {
  program: RedisProgram
  home: string
  port: number
  logFile: string
  guard: Guard
}): ServerPart {
  mkdirSync(options.home, { recursive: true, mode: 0o700 })
  return createServerPart('redis', RANKS.redis, () => startRedis({ ...options, rank: RANKS.redis }))
}

function createServerPart(name: string, rank: number, start: () => Promise<RunningServer>): ServerPart {
  let url: string | undefined
  return {
    name,
    rank,
    graceMs: 2_000,
    launch: async (signal): Promise<Child> => {
      signal.throwIfAborted()
      const server = await start()
      url = server.url
      return server.child
    },
    url: () => {
      if (url === undefined) throw new Error(`${name} has not been started yet.`)
      return url
    },
  }
}
