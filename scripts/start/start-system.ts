import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findRedisProgram, type Guard, startGuard } from '@bridge/servers'
import { type DataFolder, databaseHome, forgetData, openDataFolder, writeWhole } from './data-folder.ts'
import { runExample } from './example.ts'
import type { Flags } from './flags.ts'
import { endLeftovers, rememberProcesses } from './leftovers.ts'
import { rotateLogs } from './logs.ts'
import { choosePorts, type Ports } from './ports.ts'
import { createProcess, type ProcessContext } from './processes.ts'
import { runStep } from './run-step.ts'
import { createSandboxMemory, type SandboxMemory } from './sandbox-memory.ts'
import { createPostgresPart, createRedisPart } from './server-parts.ts'
import { completeSettings } from './settings.ts'
import { listenForStop } from './stop-signals.ts'
import { createSupervisor, type Supervisor } from './supervisor.ts'
import { readOrMakeToken } from './token.ts'

export interface StartInput {
  root: string
  flags: Flags
  env: NodeJS.ProcessEnv
  say: (line: string) => void
}

/** Where a running system is reached, as the ready file has it. */
interface Addresses {
  gateway: string
  sandbox?: string
  integrationToken: string
  databaseUrl: string
  redisUrl: string
}

/** What the steps of a start share. */
interface Start extends StartInput {
  folder: DataFolder
  guard: Guard
  supervisor: Supervisor
  ports: Ports
  signal: AbortSignal
  logFile: (name: string) => string
}

/**
 * Runs the system until it is asked to stop or, with `--exit`, until the example is done. Returns the exit code. Whatever happens, nothing that it
 * started outlives it.
 */
export async function startSystem(input: StartInput): Promise<number> {
  const { flags, say } = input
  const readyFile = flags.readyFile && resolve(input.env['INIT_CWD'] ?? process.cwd(), flags.readyFile)
  const folder = openDataFolder(resolve(input.root, input.env['BRIDGE_DATA_FOLDER'] || '.data'))
  // Only now: the file of one that runs here already stays.
  if (readyFile) rmSync(readyFile, { force: true })
  const guard = startGuard()
  let addresses: Addresses | undefined
  const tell = () => {
    rememberProcesses(folder, Object.values(supervisor.pids()))
    if (addresses === undefined) return
    const text = `${JSON.stringify({ ...addresses, pids: supervisor.pids() }, null, 2)}\n`
    writeWhole(folder.file('running.json'), text)
    if (readyFile) writeWhole(readyFile, text)
  }
  const supervisor = createSupervisor({ say, onChange: tell })
  const stop = listenForStop(() => {
    say('In a hurry: killing what still runs')
    supervisor.hurry()
  })
  const start: Start = {
    ...input,
    folder,
    guard,
    supervisor,
    ports: choosePorts(flags.portBase, say),
    signal: stop.signal,
    logFile: (name) => folder.file('log', `${name}.log`),
  }
  let memory: SandboxMemory | undefined
  try {
    return await Promise.race([run(), untilGivenUp(supervisor, say), untilStopped(stop.signal)])
  } finally {
    addresses = undefined
    say('Stopping')
    await memory?.save()
    await supervisor.stop()
    rmSync(folder.file('running.json'), { force: true })
    guard.close()
    folder.release()
    say(`Everything is stopped; the data stays in ${folder.path}`)
  }

  async function run(): Promise<number> {
    say(`Node ${process.versions.node}, data in ${folder.path}`)
    await endLeftovers(folder, say)
    if (flags.fresh) forgetData(folder)
    rotateLogs(folder)
    const env = completeSettings(folder, input.env)
    await startServers(start, env)
    const sandbox = await startSandbox(start, env)
    memory = sandbox?.memory
    memory?.saveRegularly()
    const gateway = await startServices(start, env)
    const integrationToken = await readOrMakeToken(folder, { ...input, env, gatewayUrl: gateway, signal: stop.signal })
    const code = await runExampleIfWanted(start, env, { gateway, sandbox: sandbox?.url, integrationToken })
    await memory?.save()
    addresses = {
      gateway,
      ...(sandbox === undefined ? {} : { sandbox: sandbox.url }),
      integrationToken,
      databaseUrl: env['DATABASE_URL'] ?? '',
      redisUrl: env['REDIS_URL'] ?? '',
    }
    tell()
    if (flags.exit) return code
    sayAddresses(addresses, start)
    return new Promise<never>(() => undefined)
  }
}

/** Postgres and Redis (unless the environment names some), then the tables. Fills in their addresses. */
async function startServers(start: Start, env: NodeJS.ProcessEnv): Promise<void> {
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

/** The sandbox, unless the environment names a Gradient; it gets back what it knew at the last start. */
async function startSandbox(start: Start, env: NodeJS.ProcessEnv) {
  if (env['GRADIENT_BASE_URL'] !== undefined) {
    start.say('No sandbox: GRADIENT_BASE_URL names the Gradient to use')
    return undefined
  }
  const port = await start.ports('sandbox')
  const url = `http://127.0.0.1:${port}`
  const memory = createSandboxMemory(start.folder, url)
  const context = contextOf(start, env)
  const part = createProcess(context, { kind: 'sandbox', name: 'sandbox', port })
  await start.supervisor.start(memory.remembering(part))
  env['GRADIENT_BASE_URL'] = `${url}/api`
  start.say(`The sandbox of Gradient is ready on ${url}`)
  return { url, memory }
}

/** The gateway, the workers and the scheduler; returns the gateway's address. */
async function startServices(start: Start, env: NodeJS.ProcessEnv): Promise<string> {
  start.say('Starting the gateway, the workers and the scheduler')
  const gatewayPort = await start.ports('gateway')
  const gateway = `http://127.0.0.1:${gatewayPort}`
  env['PUBLIC_URL'] ??= gateway
  const context = contextOf(start, env)
  const workers = Array.from({ length: start.flags.workers }, (_, index) => index + 1).flatMap((number) => [
    { kind: 'account-worker' as const, name: `account-worker-${number}` },
    { kind: 'billing-worker' as const, name: `billing-worker-${number}` },
  ])
  const services = [...workers, { kind: 'scheduler' as const, name: 'scheduler' }]
  const starts = [
    start.supervisor.start(createProcess(context, { kind: 'gateway', name: 'gateway', port: gatewayPort })),
  ]
  for (const service of services) {
    const port = await start.ports(service.name)
    starts.push(start.supervisor.start(createProcess(context, { ...service, port })))
  }
  await Promise.all(starts)
  start.say(`The gateway is ready on ${gateway}, with ${services.map(({ name }) => name).join(', ')}`)
  return gateway
}

function contextOf(start: Start, env: NodeJS.ProcessEnv): ProcessContext {
  const { guard, logFile, root, say } = start
  return { root, env, guard, logFile, say }
}

async function runExampleIfWanted(
  start: Start,
  env: NodeJS.ProcessEnv,
  reach: { gateway: string; sandbox: string | undefined; integrationToken: string },
): Promise<number> {
  if (!start.flags.example) return 0
  if (reach.sandbox === undefined) {
    start.say('No example: its partners are for the sandbox, never for a real Gradient')
    return 0
  }
  const { folder, root, say, signal } = start
  const asExpected = await runExample({
    folder,
    examples: join(root, 'examples'),
    gatewayUrl: reach.gateway,
    sandboxUrl: reach.sandbox,
    token: reach.integrationToken,
    timeZone: env['BILLING_TIME_ZONE'] ?? 'America/New_York',
    say,
    signal,
  })
  return asExpected ? 0 : 1
}

function sayAddresses(addresses: Addresses, start: Start): void {
  start.say('')
  start.say(`Gateway    ${addresses.gateway}/docs  (its API, readable)`)
  if (addresses.sandbox !== undefined) start.say(`Sandbox    ${addresses.sandbox}  (Gradient, as the partner sees it)`)
  start.say(`Logs       ${start.folder.file('log')}`)
  start.say('A token for the API:  npm run token -- create --name my-integration')
  start.say('Press Ctrl-C to stop everything.')
}

function untilStopped(signal: AbortSignal): Promise<number> {
  return new Promise((settle) => signal.addEventListener('abort', () => settle(0), { once: true }))
}

async function untilGivenUp(supervisor: Supervisor, say: (line: string) => void): Promise<number> {
  const { exitCode, why } = await supervisor.gaveUp
  say(`${why}\nStopping everything: starting it again would not help.`)
  return exitCode
}
