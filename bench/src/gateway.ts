import { shiftPeriod } from '@bridge/domain'
import autocannon from 'autocannon'
import { sql } from 'kysely'
import { report } from './report.ts'
import { seedCompanies } from './seed-companies.ts'
import { startGatewayUnderBench, startProcess, stop } from './stack.ts'
import { formatSpread, spreadOf } from './statistics.ts'

const COMPANIES = 5_000
const ROUNDS = 5
const SECONDS = 5
const WARM_UP_SECONDS = 3
const CONNECTIONS = 50

const gateway = await startGatewayUnderBench()
await sql`create table bare_usage (like usage_count including all)`.execute(gateway.db)
await seedCompanies(gateway.db, { companies: COMPANIES, partners: 1, period: '2026-11' })
const bare = await startProcess('bench/src/bare-fastify.ts', { DATABASE_URL: gateway.databaseUrl })
let count = 0
const figures: Record<'bare' | 'gateway', { rps: number[]; p99: number[] }> = {
  bare: { rps: [], p99: [] },
  gateway: { rps: [], p99: [] },
}
try {
  for (const url of [bare.url, gateway.url]) await fire(url, WARM_UP_SECONDS)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of ['bare', 'gateway'] as const) {
      const result = await fire(name === 'bare' ? bare.url : gateway.url, SECONDS)
      if (result.non2xx > 0 || result.errors > 0)
        throw new Error(`${name}: ${result.errors} errors, ${JSON.stringify(result.statusCodeStats)}`)
      figures[name].rps.push(result.requests.average)
      figures[name].p99.push(result.latency.p99)
    }
  }
} finally {
  await stop(bare.child)
  await gateway.close()
}
const rows = (['bare', 'gateway'] as const).map((name) => ({
  route: name === 'bare' ? 'bare Fastify, one upsert' : 'gateway, PUT usage',
  'requests/s': formatSpread(spreadOf(figures[name].rps), 0),
  'p99 ms': formatSpread(spreadOf(figures[name].p99), 0),
  ratio: (spreadOf(figures[name].rps).median / spreadOf(figures.bare.rps).median).toFixed(2),
}))
report(
  'gateway',
  rows,
  'at least 0.60 of the requests per second of a bare Fastify route that does the same single-row write',
)

/** Every request reports a company and period for the first time: one row is written, by the bare route as by ours. */
function fire(url: string, seconds: number): Promise<autocannon.Result> {
  return autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
    requests: [
      {
        method: 'PUT',
        setupRequest: (request) => {
          count += 1
          const company = `c${(count % COMPANIES) + 1}`
          const period = shiftPeriod('2026-10', -(Math.floor(count / COMPANIES) % 300))
          request.path = `/v1/partners/p1/companies/${company}/usage/${period}`
          request.body = JSON.stringify({ billableUsers: count % 10_000_000 })
          return request
        },
      },
    ],
  })
}
