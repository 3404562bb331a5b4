import { randomBytes } from 'node:crypto'
import { findRedisProgram } from '@bridge/servers'
import { type DataFolder, databaseHome } from './data-folder.ts'
import { runStep } from './run-step.ts'
import { createPostgresPart, createRedisPart } from './server-parts.ts'
import type { Start } from './start-context.ts'

const SERVICES_USER = 'bridge_services'
/** The password of the services' own database user, kept for the next start. */
const SERVICES_FILE = 'services-user.json'

/**
 * Postgres and Redis (unless the environment names some), then the tables. Fills in their addresses, that of Postgres as the services are to use it: as a user
 * who can only add to what operators did, where it is ours or `SERVICES_DATABASE_URL` names one. Answers the address by which the tables' owner comes in.
 */
export async function startServers(start: Start, env: NodeJS.ProcessEnv): Promise<{ ownerUrl: string }> {
  const { folder, guard, logFile, ports, say, supervisor } = start
  const postgres = async () => {
    if (env['DATABASE_URL'] !== undefined) return say('Postgres: the one that DATABASE_URL names')
    const home = databaseHome(folder)
    const port = await ports('postgres')
    const part = createPostgresPart({ home, port, logFile: logFile('postgres'), guard })
    await supervisor.start(part)
    env['DATABASE_URL'] = part.url()
    env['SERVICES_DATABASE_URL'] = forServices(part.url(), readOrMakePassword(folder))
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
  const ownerUrl = env['DATABASE_URL'] ?? ''
  env['DATABASE_URL'] = env['SERVICES_DATABASE_URL'] ?? ownerUrl
  return { ownerUrl }
}

function forServices(ownerUrl: string, password: string): string {
  return Object.assign(new URL(ownerUrl), { username: SERVICES_USER, password }).href
}

function readOrMakePassword(folder: DataFolder): string {
  const kept = folder.read<{ password: string }>(SERVICES_FILE)?.password
  if (kept !== undefined) return kept
  const password = randomBytes(24).toString('base64url')
  folder.write(SERVICES_FILE, { password })
  return password
}
