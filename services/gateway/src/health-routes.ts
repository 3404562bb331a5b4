import { accountProgressProblem, billingProgressProblem, migrationsDone, runProgressProblem } from '@bridge/db'
import { createTickReader } from '@bridge/domain'
import { type HealthCheck, runHealthChecks, tellChanges } from '@bridge/runtime'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { withSchemas } from './api.ts'
import type { Deps } from './deps.ts'

const readiness = z.object({ status: z.enum(['ready', 'not_ready']), problems: z.record(z.string(), z.string()) })
const tags = ['Operation']

/** `/healthz` (the process lives), `/readyz` (it can serve, and the workers make progress; 503 names what is wrong), `/metrics` (Prometheus). No token is asked for. */
export function addHealthRoutes(
  app: FastifyInstance,
  deps: Pick<Deps, 'db' | 'queues' | 'metrics' | 'calendar' | 'clock' | 'log'>,
): void {
  const api = withSchemas(app)
  const redis = tellChanges(deps.log, 'redis', () => deps.queues.problem())
  deps.queues.onReady(() => void redis())
  const ticksAt = createTickReader(deps.calendar, 0)
  const run = () => {
    const now = deps.clock.now()
    const { period, at: tickAt } = ticksAt(now).latest
    return runProgressProblem(deps.db, { owed: { period, tickAt }, now })
  }
  const checks: Record<string, HealthCheck> = {
    postgres: async () => {
      const done = await migrationsDone(deps.db)
      return done ? undefined : 'The tables are not those of this version: run the migrations.'
    },
    redis,
    // Without Postgres there is nobody to ask, and `postgres` says so.
    run: () => run().catch(() => undefined),
    billing: () => billingProgressProblem(deps.db).catch(() => undefined),
    accounts: () => accountProgressProblem(deps.db).catch(() => undefined),
  }

  api.route({
    method: 'GET',
    url: '/healthz',
    schema: {
      tags,
      summary: 'The process lives',
      security: [],
      response: { 200: z.object({ status: z.literal('ok') }) },
    },
    handler: async () => ({ status: 'ok' as const }),
  })

  api.route({
    method: 'GET',
    url: '/readyz',
    schema: {
      tags,
      summary: 'It can serve, and the workers make progress',
      security: [],
      response: { 200: readiness, 503: readiness },
    },
    handler: async (_request, reply) => {
      const problems = await runHealthChecks(checks)
      const ready = Object.keys(problems).length === 0
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not_ready', problems })
    },
  })

  app.route({
    method: 'GET',
    url: '/metrics',
    schema: { hide: true },
    handler: async (_request, reply) => reply.type(deps.metrics.contentType).send(await deps.metrics.metrics()),
  })
}
