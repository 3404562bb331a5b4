import { createProcess } from './processes.ts'
import { contextOf, type Start } from './start-context.ts'

const WORKERS = ['account-worker', 'billing-worker', 'mail-worker'] as const

/** The gateway, the workers and the scheduler; returns the gateway's address. */
export async function startServices(start: Start, env: NodeJS.ProcessEnv): Promise<string> {
  start.say('Starting the gateway, the workers and the scheduler')
  const gatewayPort = await start.ports('gateway')
  const gateway = `http://127.0.0.1:${gatewayPort}`
  env['PUBLIC_URL'] ??= gateway
  const context = contextOf(start, env)
  const workers = Array.from({ length: start.flags.workers }, (_, index) => index + 1).flatMap((number) =>
    WORKERS.map((kind) => ({ kind, name: `${kind}-${number}` })),
  )
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
