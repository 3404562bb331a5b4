import { findRedisProgram } from '@bridge/servers'
import { databaseHome } from './data-folder.ts'
import { runStep } from './run-step.ts'
import { createPostgresPart, createRedisPart } from './server-parts.ts'
import type { Start } from './start-context.ts'

/** Postgres and Redis (unless the environment names some), then the tables. Fills in their addresses. */
export async function startServers(start: Start, env: NodeJS.ProcessEnv): Promise<void> {
  const { folder, guard, logFile, ports, say, supervisor } = start
  const postgres = async () => {
    if (env['DATABASE_URL'] !== undefined) return say('Postgres: the one that DATABASE_URL names')
    const home = databaseHome(folder)
    const port = await ports('postgres')
    const part = createPostgresPart({ home, port, logFile: logFile('postgres'), guard })
    await supervisor.start(part)
    env['DATABASE_URL'] = part.url()
    say(`Postgres is ready on 127.0.0.1:${port}`)
  }
  const redis = async () => {
    if (env['REDIS_URL'] !== undefined) return say('Redis: the one that REDIS_URL names')
    const program = await findRedisProgram(say)
    const port = await ports('redis')
    const part = createRedisPart({ program, home: folder.file('redis'), port, logFile: logFile('redis'), guard })
    await supervisor.start(part)
    env['REDIS_URL'] = part.url()
    say(`Redis is ready on 127.0.0.1:${port}`)
  }
  say('Starting Postgres and Redis')
  await Promise.all([postgres(), redis()])
  const args = ['packages/db/src/migrate-main.ts']
  say(await runStep({ name: 'Migrating', cwd: start.root, args, env, signal: start.signal }))
}
