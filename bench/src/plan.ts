import { connect, migrate } from '@bridge/db'
import { startThrowawayPostgres } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { sql } from 'kysely'
import { planMonth } from './plan-month.ts'
import { report } from './report.ts'
import { seedCompanies } from './seed-companies.ts'
import { formatSpread, spreadOf } from './statistics.ts'

const PERIOD = '2026-10'
const RUNS = 3
const SIZES = [20_000, 200_000]

const server = await startThrowawayPostgres()
const rows = []
try {
  await migrate(server.url)
  const { db, close } = connect({ url: server.url, applicationName: 'bench', statementTimeoutMs: 0 })
  for (const companies of SIZES) {
    await sql`truncate partner, company, usage_count, connection, account, partner_run, push, billing_run cascade`.execute(
      db,
    )
    await seedCompanies(db, { companies, partners: companies / 100, period: PERIOD, encryptionKeys: makeKey('bench') })
    const seconds = []
    for (let round = 0; round < RUNS; round += 1) {
      await sql`truncate partner_run, push, billing_run cascade`.execute(db)
      const startedMs = performance.now()
      const opened = await planMonth(db, PERIOD)
      seconds.push((performance.now() - startedMs) / 1_000)
      if (opened !== companies) throw new Error(`${opened} pushes were opened for ${companies} companies`)
    }
    const spread = spreadOf(seconds)
    rows.push({
      companies,
      seconds: formatSpread(spread, 2),
      'µs per company': Math.round((spread.median * 1e6) / companies),
    })
  }
  await close()
} finally {
  await server.close()
}
report('plan a run', rows, '200,000 companies in less than 10 s')
