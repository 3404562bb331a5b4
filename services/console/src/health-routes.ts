import { migrationsDone } from '@bridge/db'
import { type HealthCheck, runHealthChecks, tellChanges } from '@bridge/runtime'
import type { FastifyInstance } from 'fastify'
import type { Deps } from './deps.ts'

/** `/healthz` (the process lives), `/readyz` (it can serve; 503 names what is wrong), `/metrics` (Prometheus). Nobody need sign in for them. */
export function addHealthRoutes(app: FastifyInstance, deps: Pick<Deps, 'db' | 'queues' | 'metrics' | 'log'>): void {
  const redis = tellChanges(deps.log, 'redis', () => deps.queues.problem())
  deps.queues.onReady(() => void redis())
  const checks: Record<string, HealthCheck> = {
    postgres: async () => {
      const done = await migrationsDone(deps.db)
      return done ? undefined : 'The tables are not those of this version: run the migrations.'
    },
    redis,
  }

  app.get('/healthz', async () => ({ status: 'ok' }))

  app.get('/readyz', async (_request, reply) => {
    const problems = await runHealthChecks(checks)
    const ready = Object.keys(problems).length === 0
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not_ready', problems })
  })

  app.get('/metrics', async (_request, reply) =>
    reply.type(deps.metrics.contentType).send(await deps.metrics.metrics()),
  )
}
