import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { startGuard } from '@bridge/servers'
import { type Addresses, placesOf, sayAddresses } from './addresses.ts'
import { forgetData, openDataFolder, writeWhole } from './data-folder.ts'
import { runExample } from './example.ts'
import { createJsonClient } from './json-client.ts'
import { endLeftovers, rememberProcesses } from './leftovers.ts'
import { type LinksServer, listLinkedPartners, serveLinks } from './links-server.ts'
import { makeLocalOperators } from './local-operators.ts'
import { rotateLogs } from './logs.ts'
import { buildPagesIfNeeded } from './page-builds.ts'
import { createPhases, seconds } from './phases.ts'
import { choosePorts } from './ports.ts'
import type { SandboxMemory } from './sandbox-memory.ts'
import { completeSettings } from './settings.ts'
import type { Start, StartInput } from './start-context.ts'
import { startInbox, startSandbox } from './start-outside.ts'
import { startServers } from './start-servers.ts'
import { startServices } from './start-services.ts'
import { listenForStop } from './stop-signals.ts'
import { createSupervisor, type Supervisor } from './supervisor.ts'
import { readOrMakeToken } from './token.ts'

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
  const phases = createPhases()
  let memory: SandboxMemory | undefined
  let links: LinksServer | undefined
  try {
    return await Promise.race([run(), untilGivenUp(supervisor, say), untilStopped(stop.signal)])
  } finally {
    addresses = undefined
    say('Stopping')
    const stoppingSinceMs = performance.now()
    await links?.close()
    await memory?.save()
    await supervisor.stop()
    rmSync(folder.file('running.json'), { force: true })
    guard.close()
    folder.release()
    say(`Everything is stopped (${seconds(performance.now() - stoppingSinceMs)}); the data stays in ${folder.path}`)
  }

  async function run(): Promise<number> {
    say(`Node ${process.versions.node}, data in ${folder.path}`)
    await endLeftovers(folder, say)
    if (flags.fresh) forgetData(folder)
    rotateLogs(folder)
    const env = completeSettings(folder, input.env)
    // Beside the rest, which waits for others more than it computes; the gateway is not started before there is a page to serve.
    const page = buildPagesIfNeeded(start)
    page.catch(() => undefined)
    const [sandbox, inbox, { ownerUrl }] = await phases.during('databases, sandbox and inbox', () =>
      Promise.all([startSandbox(start, env), startInbox(start, env), startServers(start, env)]),
    )
    memory = sandbox?.memory
    memory?.saveRegularly()
    await phases.during('pages', () => page)
    const doors = await phases.during('services', () => startServices(start, env))
    const { gateway } = doors
    const operators = makeLocalOperators(start, env)
    operators.catch(() => undefined)
    const integrationToken = await phases.during('token', () =>
      readOrMakeToken(folder, { ...input, env, gatewayUrl: gateway, signal: stop.signal }),
    )
    const client = createJsonClient({ baseUrl: gateway, token: integrationToken, signal: stop.signal })
    const reached = {
      ...doors,
      portal: `${gateway}/portal`,
      ...(sandbox === undefined ? {} : { sandbox: sandbox.url }),
      ...(inbox === undefined ? {} : { inbox }),
    }
    links = await serveLinks({ gateway: client, places: placesOf(reached) }, { port: await start.ports('links') })
    const code = await phases.during('example', () =>
      runExampleIfWanted(start, env, { gateway, sandbox: sandbox?.url, inbox, integrationToken }),
    )
    const madeOperators = await phases.during('operators', () => operators)
    await memory?.save()
    addresses = {
      ...reached,
      links: links.url,
      integrationToken,
      databaseUrl: ownerUrl,
      servicesDatabaseUrl: env['DATABASE_URL'] ?? '',
      redisUrl: env['REDIS_URL'] ?? '',
    }
    tell()
    say(phases.words())
    if (flags.exit) return code
    const { openUrl } = links
    const { partners } = await listLinkedPartners(client)
    sayAddresses(addresses, {
      say,
      logFolder: folder.file('log'),
      partners: partners.map((partner) => ({ ...partner, openUrl: openUrl(partner.id) })),
      operators: madeOperators,
    })
    return new Promise<never>(() => undefined)
  }
}

async function runExampleIfWanted(
  start: Start,
  env: NodeJS.ProcessEnv,
  reach: { gateway: string; sandbox: string | undefined; inbox: string | undefined; integrationToken: string },
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
    inboxUrl: reach.inbox,
    token: reach.integrationToken,
    timeZone: env['BILLING_TIME_ZONE'] ?? 'America/New_York',
    say,
    signal,
  })
  return asExpected ? 0 : 1
}

function untilStopped(signal: AbortSignal): Promise<number> {
  return new Promise((settle) => signal.addEventListener('abort', () => settle(0), { once: true }))
}

async function untilGivenUp(supervisor: Supervisor, say: (line: string) => void): Promise<number> {
  const { exitCode, why } = await supervisor.gaveUp
  say(`${why}\nStopping everything: starting it again would not help.`)
  return exitCode
}
