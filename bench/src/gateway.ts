import { planRun, startRun } from '@bridge/db'
import { makeKey } from '@bridge/vault'
import autocannon from 'autocannon'
import { sql } from 'kysely'
import { type GatewayRoute, gatewayRoutes } from './gateway-routes.ts'
import { pacedRequests } from './paced-requests.ts'
import { report } from './report.ts'
import { seedCompanies } from './seed-companies.ts'
import { openSlowClients } from './slow-clients.ts'
import { startGatewayUnderBench, startProcess, stop } from './stack.ts'
import { formatSpread, percentileOf, spreadOf } from './statistics.ts'

const COMPANIES = 5_000
const PERIOD = '2026-11'
const LATER = new Date('2100-01-01')
const ROUNDS = Number(process.argv[2] ?? 5)
const SECONDS = Number(process.argv[3] ?? 5)
const WARM_UP_SECONDS = 2
/** Many and short: a machine that stands still for a tenth of a second spoils one of them, not all. */
const EVEN_ROUNDS = 9
const EVEN_SECONDS = 2
const CONNECTIONS = 50
const SLOW_CLIENTS = 200

const gateway = await startGatewayUnderBench()
const bare = await startBare()
const rows = []
try {
  for (const route of gatewayRoutes({ companies: COMPANIES, runId: await givenRun() })) rows.push(await compare(route))
} finally {
  await stop(bare.child)
  await gateway.close()
}
report(
  'gateway',
  rows,
  'at least 0.75 of a bare Fastify that does the same one statement; p99 under 25 ms at half of its peak; 200 slow clients take nothing from the others',
)

async function startBare() {
  await sql`create table bare_usage (like usage_count including all)`.execute(gateway.db)
  await sql`create table bare_company (like company including all)`.execute(gateway.db)
  return startProcess('bench/src/bare-fastify.ts', { DATABASE_URL: gateway.databaseUrl })
}

async function givenRun(): Promise<string> {
  await seedCompanies(gateway.db, {
    companies: COMPANIES,
    partners: 1,
    period: PERIOD,
    encryptionKeys: makeKey('bench'),
  })
  const order = { period: PERIOD, kind: 'scheduled' as const, partnerId: null, deadlineAt: LATER, connectedBy: LATER }
  const run = await startRun(gateway.db, order)
  if (!run) throw new Error('no run was started')
  await planRun(gateway.db, run.id, LATER)
  return run.id
}

async function compare(route: GatewayRoute) {
  const plainUrl = route.hasPlainForm ? `${bare.url}/plain` : undefined
  const rps: Record<'plain' | 'bare' | 'gateway' | 'slow', number[]> = { plain: [], bare: [], gateway: [], slow: [] }
  for (const url of [bare.url, gateway.url]) await fire(url, route, WARM_UP_SECONDS)
  for (let round = 0; round < ROUNDS; round += 1) {
    if (plainUrl !== undefined) rps.plain.push((await fire(plainUrl, route, SECONDS)).requests.average)
    rps.bare.push((await fire(bare.url, route, SECONDS)).requests.average)
    rps.gateway.push((await fire(gateway.url, route, SECONDS)).requests.average)
    const end = await openSlowClients({ url: gateway.url, token: gateway.token, clients: SLOW_CLIENTS })
    rps.slow.push((await fire(gateway.url, route, SECONDS)).requests.average)
    end()
  }
  const peak = spreadOf(rps.gateway).median
  const evenMs: Record<'bare' | 'gateway', number[][]> = { bare: [], gateway: [] }
  for (let round = 0; round < EVEN_ROUNDS; round += 1) {
    evenMs.bare.push(await evenly(bare.url, route, peak / 2))
    evenMs.gateway.push(await evenly(gateway.url, route, peak / 2))
  }
  const percentiles = (rounds: number[][], percent: number) =>
    formatSpread(spreadOf(rounds.map((ms) => percentileOf(ms, percent))), 1)
  return {
    route: route.name,
    'plain row/s': plainUrl === undefined ? '' : formatSpread(spreadOf(rps.plain), 0),
    'bare/s': formatSpread(spreadOf(rps.bare), 0),
    'gateway/s': formatSpread(spreadOf(rps.gateway), 0),
    ratio: (peak / spreadOf(rps.bare).median).toFixed(2),
    'at half, p50 ms': percentiles(evenMs.gateway, 50),
    'at half, p99 ms': percentiles(evenMs.gateway, 99),
    'bare at that rate, p99 ms': percentiles(evenMs.bare, 99),
    'beside slow clients': (spreadOf(rps.slow).median / peak).toFixed(2),
  }
}

/** At an even rate, whatever is answered: how long each took, in ms. */
function evenly(url: string, route: GatewayRoute, perSecond: number): Promise<number[]> {
  const { next } = route
  return pacedRequests({ url, token: gateway.token, perSecond, seconds: EVEN_SECONDS, connections: CONNECTIONS, next })
}

async function fire(url: string, route: GatewayRoute, seconds: number): Promise<autocannon.Result> {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
    requests: [{ setupRequest: (request) => Object.assign(request, route.next()) }],
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${route.name}: ${result.errors} errors, ${JSON.stringify(result.statusCodeStats)}`)
  return result
}
