import { findFreePort, isPortFree } from '@bridge/servers'
import { USUAL_PORT_BASE } from './flags.ts'

/** Gives each part of the system its port, the same on every start with the same base. */
export type Ports = (name: string) => Promise<number>

const OFFSETS: Record<string, number> = {
  gateway: 0,
  sandbox: 1,
  inbox: 2,
  links: 3,
  postgres: 4,
  redis: 5,
  scheduler: 6,
  'inbox-smtp': 7,
  console: 8,
}
const WORKER_OFFSETS: Record<string, number> = { 'account-worker': 10, 'billing-worker': 40, 'mail-worker': 70 }

/** A port that the person asked for by `--port-base` belongs to another program. */
export class PortTakenError extends Error {
  override name = 'PortTakenError'
}

/** `base` 0 takes any free ports. Without a base it is the usual one, and where one of its ports is taken any free one instead, which `say` is told. */
export function choosePorts(base: number | undefined, say: (line: string) => void): Ports {
  const given = new Set<number>()
  const anyFree = async () => {
    let port = await findFreePort()
    while (given.has(port)) port = await findFreePort()
    given.add(port)
    return port
  }
  return async (name) => {
    if (base === 0) return anyFree()
    const port = (base ?? USUAL_PORT_BASE) + offsetOf(name)
    if (await isPortFree(port)) return port
    if (base !== undefined) {
      throw new PortTakenError(
        `Port ${port} (${name}) belongs to another program: choose another with --port-base N, or 0 for any free ones.`,
      )
    }
    const other = await anyFree()
    say(`Port ${port} belongs to another program: ${name} gets ${other}`)
    return other
  }
}

function offsetOf(name: string): number {
  const [, kind, number] = /^(.*)-(\d+)$/.exec(name) ?? []
  const offset = kind === undefined ? OFFSETS[name] : WORKER_OFFSETS[kind]
  if (offset === undefined) throw new Error(`No port is set aside for ${name}: add it to scripts/start/ports.ts.`)
  return offset + Number(number ?? 0)
}
