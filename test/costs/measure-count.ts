import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { startWholeSystem, type WholeSystem, waitFor } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { Redis } from 'ioredis'
import { sql } from 'kysely'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const PARTNERS = 5

/** Figures of one count, all that a run does shared out over its counts. */
export interface CountCosts {
  statements: number
  postgresPages: number
  redisRoundTrips: number
  redisBytes: number
  allocatedKb: number
}

/** Starts a system whose one billing worker has so many places, bills so many counts at Gradient's limit, and says what one of them cost. Rejects where not each count was accepted. */
export async function measureCount({ places, pushes }: { places: string; pushes: number }): Promise<CountCosts> {
  const system = await startSystem(places)
  const redis = new Redis(system.redis.url)
  try {
    await loadCounts(system, pushes)
    await sql`create extension pg_stat_statements`.execute(system.db)
    await sql`select pg_stat_statements_reset()`.execute(system.db)
    const [worker] = system.billingWorkers
    const allocatedBytes = async () => (await worker?.metric('nodejs_heap_allocated_bytes_total')) ?? Number.NaN
    const before = await redisFigures(redis)
    const allocatedBefore = await allocatedBytes()
    const { body } = await system.call('POST', '/v1/billing-runs', { period: PERIOD })
    const { id } = body as { id: string }
    const isOver = async () =>
      (await countOf(system, sql`billing_run where id = ${id}::uuid and finished_at is not null`)) === 1
    await waitFor(isOver, { timeoutMs: 90_000, everyMs: 500, what: 'the run to end' })
    const after = await redisFigures(redis)
    const allocatedAfter = await allocatedBytes()
    const accepted = await countOf(system, sql`push where outcome = 'accepted'`)
    if (accepted !== pushes) throw new Error(`${accepted} of ${pushes} counts were accepted`)
    const { rows } = await sql<{ calls: string; pages: string }>`
      select sum(calls) as calls, sum(shared_blks_hit + shared_blks_read) as pages from pg_stat_statements
      where query !~ 'pg_stat_statements' and query !~* '^(begin|commit|rollback|set)'`.execute(system.db)
    return {
      statements: Number(rows[0]?.calls) / pushes,
      postgresPages: Number(rows[0]?.pages) / pushes,
      redisRoundTrips: (after.reads - before.reads) / pushes,
      redisBytes: (after.bytes - before.bytes) / pushes,
      allocatedKb: (allocatedAfter - allocatedBefore) / 1_024 / pushes,
    }
  } finally {
    redis.disconnect()
    await system.close()
  }
}

function startSystem(places: string): Promise<WholeSystem> {
  return startWholeSystem({
    encryptionKeys: makeKey('costs'),
    billingWorkers: 1,
    env: {
      WORKER_CONCURRENCY: places,
      GRADIENT_REQUESTS_PER_SECOND: '100',
      SANDBOX_REQUESTS_PER_SECOND: '100000',
      SWEEP_EVERY_MS: '3600000',
      LOG_LEVEL: 'warn',
    },
    postgresSettings: { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track': 'top' },
  })
}

/** Companies with their counts, and accounts in Gradient for all of them. */
async function loadCounts(system: WholeSystem, pushes: number): Promise<void> {
  const lines = Array.from({ length: pushes }, (_, at) =>
    JSON.stringify({
      partner_id: `p${at % PARTNERS}`,
      partner_name: `p${at % PARTNERS}`,
      company_id: `c${Math.floor(at / PARTNERS)}`,
      company_name: `Company ${at}`,
      period: PERIOD,
      billable_users: at,
    }),
  )
  await system.call('POST', '/v1/imports', `${lines.join('\n')}\n`, 'application/x-ndjson')
  for (let partner = 0; partner < PARTNERS; partner += 1) {
    const made = await system.control('POST', 'partners', { name: `p${partner}`, autoMap: true })
    const { partnerKey } = made as { partnerKey: string }
    await system.call('PUT', `/v1/partners/p${partner}/gradient-connection`, { partnerApiKey: partnerKey })
  }
  const arePresent = async () => (await countOf(system, sql`account where state = 'present'`)) === pushes
  await waitFor(arePresent)
}

async function countOf(system: WholeSystem, from: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ count: string }>`select count(*) from ${from}`.execute(system.db)
  return Number(rows[0]?.count)
}

/** `total_reads_processed`: how often Redis read from a socket, so that commands sent together count once (redis.io, INFO). */
async function redisFigures(redis: Redis): Promise<{ reads: number; bytes: number }> {
  const info = await redis.info('stats')
  const figure = (name: string) => Number(new RegExp(`${name}:(\\d+)`).exec(info)?.[1])
  return { reads: figure('total_reads_processed'), bytes: figure('total_net_input_bytes') }
}
