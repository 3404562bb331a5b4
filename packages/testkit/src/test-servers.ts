import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { findRedisProgram, type Guard, startGuard, startPostgres, startRedis } from '@bridge/servers'
import { type ContainerEngine, findContainerEngine } from './container-engine.ts'
import { memoryFolders } from './memory-folders.ts'
import { makeTestHome } from './test-home.ts'

/** The addresses of the Postgres and the Redis that a whole test run shares. */
export interface TestServers {
  databaseUrl: string
  redisUrl: string
  stop(): Promise<void>
}

interface Started {
  url: string
  stop(): Promise<void>
}

/**
 * Finds or starts the servers of a test run. Postgres: `DATABASE_URL`, a container engine that answers, the npm package's own. Redis: `REDIS_URL`, a container engine that answers, what `findRedisProgram` finds. What was started dies
 * with us, `kill -9` included.
 *
 * Their files lie in memory where there is room: each test file clones a database of some hundred files and drops it, and a file system on a disk spends a third of what
 * Postgres costs a run on finding places for them (docs/performance.md). A server of a test's own, which may be killed, keeps its files on the disk.
 */
export async function startTestServers(env: NodeJS.ProcessEnv): Promise<TestServers> {
  const guard = startGuard()
  const home = makeTestHome(memoryFolders())
  guard.tell({ kind: 'remove', directory: home })
  const needsEngine = !env['DATABASE_URL'] || !env['REDIS_URL']
  const engine = needsEngine ? await findContainerEngine(env) : undefined
  const started = await Promise.allSettled([
    openPostgres({ env, engine, guard, home }),
    openRedis({ env, engine, guard, home }),
  ])
  const stop = async () => {
    for (const server of started) if (server.status === 'fulfilled') await server.value.stop()
    rmSync(home, { recursive: true, force: true })
    guard.close()
  }
  const [postgres, redis] = started
  if (postgres.status === 'rejected' || redis.status === 'rejected') {
    await stop()
    throw postgres.status === 'rejected' ? postgres.reason : (redis as PromiseRejectedResult).reason
  }
  return { databaseUrl: postgres.value.url, redisUrl: redis.value.url, stop }
}

interface Means {
  env: NodeJS.ProcessEnv
  engine: ContainerEngine | undefined
  guard: Guard
  home: string
}

async function openPostgres({ env, engine, guard, home }: Means): Promise<Started> {
  if (env['DATABASE_URL']) return borrowed(env['DATABASE_URL'])
  const inContainer = await engine?.startPostgres()
  if (inContainer !== undefined) return inContainer
  return startPostgres({ home, durable: false, guard, logFile: join(home, 'postgres.log') })
}

async function openRedis({ env, engine, guard, home }: Means): Promise<Started> {
  if (env['REDIS_URL']) return borrowed(env['REDIS_URL'])
  const inContainer = await engine?.startRedis()
  if (inContainer !== undefined) return inContainer
  const program = await findRedisProgram((line) => process.stdout.write(`${line}\n`))
  return startRedis({ program, home: join(home, 'redis'), guard, logFile: join(home, 'redis.log') })
}

function borrowed(url: string): Started {
  return { url, stop: async () => undefined }
}
