import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { startWholeSystem, type WholeSystem, waitFor } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { Redis } from 'ioredis'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RECORDED } from './recorded.ts'

// What one count costs, in pieces that can be counted: a busy machine changes none of them, a change of ours does.
const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const PARTNERS = 5
const COMPANIES = 200
const PUSHES = PARTNERS * COMPANIES
let system: WholeSystem
let redis: Redis
beforeAll(async () => {
  system = await startWholeSystem({
    encryptionKeys: makeKey('costs'),
    billingWorkers: 1,
    env: {
      GRADIENT_REQUESTS_PER_SECOND: '1000',
      SANDBOX_REQUESTS_PER_SECOND: '100000',
      SWEEP_EVERY_MS: '3600000',
      LOG_LEVEL: 'warn',
    },
    postgresSettings: { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track': 'top' },
  })
  redis = new Redis(system.redis.url)
  await sql`create extension pg_stat_statements`.execute(system.db)
  const lines = Array.from({ length: PUSHES }, (_, at) =>
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
  await waitFor(async () => (await countOf(sql`account where state = 'present'`)) === PUSHES, { timeoutMs: 60_000 })
})
afterAll(async () => {
  redis.disconnect()
  await system.close()
})

test('a count costs no more statements, round trips to Redis and bytes to it than recorded', async () => {
  await sql`select pg_stat_statements_reset()`.execute(system.db)
  const before = await redisFigures()
  const ordered = await system.call('POST', '/v1/billing-runs', { period: PERIOD })
  const { id } = ordered.body as { id: string }
  await waitFor(
    async () => (await countOf(sql`billing_run where id = ${id}::uuid and finished_at is not null`)) === 1,
    {
      timeoutMs: 60_000,
      everyMs: 500,
      what: 'the run to end',
    },
  )
  const after = await redisFigures()
  expect(await countOf(sql`push where outcome = 'accepted'`)).toBe(PUSHES)
  const { rows } = await sql<{ calls: string }>`
    select sum(calls) as calls from pg_stat_statements
    where query !~ 'pg_stat_statements' and query !~* '^(begin|commit|rollback|set)'`.execute(system.db)
  const perPush = {
    statements: Number(rows[0]?.calls) / PUSHES,
    redisRoundTrips: (after.reads - before.reads) / PUSHES,
    redisBytes: (after.bytes - before.bytes) / PUSHES,
  }
  process.stdout.write(`Costs of one count: ${JSON.stringify(perPush)}\n`)
  expect(perPush.statements, `statements, usually ${RECORDED.statements.usual}`).toBeLessThan(RECORDED.statements.most)
  expect(perPush.redisRoundTrips, `round trips to Redis, usually ${RECORDED.redisRoundTrips.usual}`).toBeLessThan(
    RECORDED.redisRoundTrips.most,
  )
  expect(perPush.redisBytes, `bytes to Redis, usually ${RECORDED.redisBytes.usual}`).toBeLessThan(
    RECORDED.redisBytes.most,
  )
})

async function countOf(from: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ count: string }>`select count(*) from ${from}`.execute(system.db)
  return Number(rows[0]?.count)
}

/** `total_reads_processed`: how often Redis read from a socket, so that commands sent together count once (redis.io, INFO). */
async function redisFigures(): Promise<{ reads: number; bytes: number }> {
  const info = await redis.info('stats')
  const figure = (name: string) => Number(new RegExp(`${name}:(\\d+)`).exec(info)?.[1])
  return { reads: figure('total_reads_processed'), bytes: figure('total_net_input_bytes') }
}
