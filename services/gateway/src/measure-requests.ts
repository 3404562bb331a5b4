import type { Metrics } from '@bridge/runtime'
import type { FastifyInstance } from 'fastify'
import { Histogram } from 'prom-client'

type Series = ReturnType<Histogram['labels']>

/** Measures every request by its route's pattern, so that no caller can make a series of its own. */
export function measureRequests(app: FastifyInstance, metrics: Metrics): void {
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long a request took, from its head to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
    registers: [metrics],
  })
  // To find a series by its labels takes longer than to count in it.
  const known = new Map<string, Series>()
  function seriesOf(method: string, route: string, status: number): Series {
    const name = `${status} ${method} ${route}`
    const series = known.get(name) ?? seconds.labels({ method, route, status })
    known.set(name, series)
    return series
  }

  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    seriesOf(request.method, route, reply.statusCode).observe(reply.elapsedTime / 1000)
    done()
  })
}
