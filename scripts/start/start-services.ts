import { createProcess } from './processes.ts'
import { contextOf, type Start } from './start-context.ts'

const WORKERS = ['account-worker', 'billing-worker', 'mail-worker'] as const

/** The gateway, the console, the workers and the scheduler; returns where the first two are reached. */
export async function startServices(
  start: Start,
  env: NodeJS.ProcessEnv,
): Promise<{ gateway: string; console: string }> {
  start.say('Starting the gateway, the console, the workers and the scheduler')
  const gatewayPort = await start.ports('gateway')
  const gateway = `http://127.0.0.1:${gatewayPort}`
  const consolePort = await start.ports('console')
  const operators = `http://127.0.0.1:${consolePort}`
  env['PUBLIC_URL'] ??= gateway
  env['CONSOLE_PUBLIC_URL'] ??= operators
  const context = contextOf(start, env)
  const workers = Array.from({ length: start.flags.workers }, (_, index) => index + 1).flatMap((number) =>
    WORKERS.map((kind) => ({ kind, name: `${kind}-${number}` })),
  )
  const services = [...workers, { kind: 'scheduler' as const, name: 'scheduler' }]
  const starts = [
    start.supervisor.start(createProcess(context, { kind: 'gateway', name: 'gateway', port: gatewayPort })),
    start.supervisor.start(createProcess(context, { kind: 'console', name: 'console', port: consolePort })),
  ]
  for (const service of services) {
    const port = await start.ports(service.name)
    starts.push(start.supervisor.start(createProcess(context, { ...service, port })))
  }
  await Promise.all(starts)
  start.say(`The gateway is ready on ${gateway}, with ${services.map(({ name }) => name).join(', ')}`)
  start.say(`The console is ready on ${operators}`)
  return { gateway, console: operators }
}
