import { existsSync } from 'node:fs'
import { request } from 'node:http'
import type { GenericContainer as Container } from 'testcontainers'

/** A container engine that answers. A server that it cannot give (no image, no network) is undefined, and told in one line. */
export interface ContainerEngine {
  startPostgres(): Promise<{ url: string; stop(): Promise<void> } | undefined>
  startRedis(): Promise<{ url: string; stop(): Promise<void> } | undefined>
}

const ANSWERS_WITHIN_MS = 1_000
const DEFAULT_SOCKET = '/var/run/docker.sock'

/** Looks whether a container engine answers within a second; most machines have none, so silence is no news. */
export async function findContainerEngine(env: NodeJS.ProcessEnv): Promise<ContainerEngine | undefined> {
  if (!(await answers(env['DOCKER_HOST'] ?? `unix://${DEFAULT_SOCKET}`))) return undefined
  const { GenericContainer, Wait } = await import('testcontainers')
  return {
    startPostgres: () =>
      attempt(
        'Postgres',
        5432,
        (port) => `postgres://postgres:postgres@${port}/postgres`,
        () =>
          new GenericContainer('postgres:18')
            .withEnvironment({ POSTGRES_PASSWORD: 'postgres' })
            .withCommand(['-c', 'fsync=off', '-c', 'max_connections=300'])
            .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2)),
      ),
    startRedis: () =>
      attempt(
        'Redis',
        6379,
        (port) => `redis://${port}`,
        () =>
          new GenericContainer('redis:7')
            .withCommand(['redis-server', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction', '--save', ''])
            .withWaitStrategy(Wait.forLogMessage(/Ready to accept connections/)),
      ),
  }
}

async function attempt(name: string, port: number, toUrl: (address: string) => string, make: () => Container) {
  try {
    const container = await make().withExposedPorts(port).start()
    return {
      url: toUrl(`${container.getHost()}:${container.getMappedPort(port)}`),
      stop: async () => void (await container.stop()),
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : 'no reason given'
    process.stdout.write(`The container engine gave no ${name} (${reason}): starting our own.\n`)
    return undefined
  }
}

function answers(dockerHost: string): Promise<boolean> {
  const target = toTarget(dockerHost)
  if (target === undefined) return Promise.resolve(false)
  return new Promise((resolve) => {
    const ping = request({ ...target, path: '/_ping', timeout: ANSWERS_WITHIN_MS }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    ping.once('timeout', () => ping.destroy())
    ping.once('error', () => resolve(false))
    ping.end()
  })
}

function toTarget(dockerHost: string): { socketPath: string } | { host: string; port: string } | undefined {
  if (dockerHost.startsWith('unix://')) {
    const socketPath = dockerHost.slice('unix://'.length)
    return existsSync(socketPath) ? { socketPath } : undefined
  }
  if (!URL.canParse(dockerHost)) return undefined
  const { hostname, port } = new URL(dockerHost)
  return { host: hostname, port }
}
