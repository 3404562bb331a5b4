import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Metrics } from './metrics.ts'

/** Answers with what is wrong, in words for an operator; with nothing when all is well. */
export type HealthCheck = () => Promise<string | undefined>

/** The small HTTP door of a process that has no other. */
export interface HealthServer {
  port: number
  close(): Promise<void>
}

/** Asks every check; a check that throws counts as wrong. Returns the names of the failing ones with their words. */
export async function runHealthChecks(checks: Record<string, HealthCheck>): Promise<Record<string, string>> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        return [name, await check()] as const
      } catch (error) {
        return [name, error instanceof Error ? error.message : 'check failed'] as const
      }
    }),
  )
  return Object.fromEntries(results.filter((result): result is [string, string] => result[1] !== undefined))
}

/** Serves `/healthz` (the process lives), `/readyz` (200, or 503 naming what is wrong) and `/metrics`. Port 0 takes any free one. */
export async function startHealthServer(options: {
  host: string
  port: number
  checks: Record<string, HealthCheck>
  metrics: Metrics
}): Promise<HealthServer> {
  const server = createServer(async (request, response) => {
    const path = request.url?.split('?')[0]
    if (path === '/metrics') {
      response.setHeader('content-type', options.metrics.contentType)
      response.end(await options.metrics.metrics())
      return
    }
    response.setHeader('content-type', 'application/json')
    if (path === '/healthz') {
      response.end(JSON.stringify({ status: 'ok' }))
      return
    }
    if (path === '/readyz') {
      const problems = await runHealthChecks(options.checks)
      const ready = Object.keys(problems).length === 0
      response.statusCode = ready ? 200 : 503
      response.end(JSON.stringify({ status: ready ? 'ready' : 'not_ready', problems }))
      return
    }
    response.statusCode = 404
    response.end(JSON.stringify({ status: 404, title: 'Not found' }))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
  }
}
