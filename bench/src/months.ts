import { totalmem } from 'node:os'
import { connect, type Db, migrate } from '@bridge/db'
import { startThrowawayPostgres } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { sql } from 'kysely'
import { emptyDatabase } from './empty-database.ts'
import { type Took, walkHotPath } from './hot-path.ts'
import { plansOfHotPath } from './hot-path-plans.ts'
import { planMonth } from './plan-month.ts'
import { report } from './report.ts'
import { seedCompanies } from './seed-companies.ts'
import { seedMonths } from './seed-months.ts'
import { formatSpread, type Spread, spreadOf } from './statistics.ts'

// The hot path over a table of one month, and over one with two years behind it, in turns. `months.ts <companies> <months> <rounds>`.
const COMPANIES = Number(process.argv[2] ?? 1_000_000)
const MONTHS = Number(process.argv[3] ?? 24)
const ROUNDS = Number(process.argv[4] ?? 40)
/** Until statements are prepared and pages are where they are wanted. */
const WARM_UP = 5
const PERIOD = '2026-10'
const MOST = 1.1

const postgres = await startThrowawayPostgres({
  // A quarter of the machine, as one sets up a Postgres; with less, a walk tells which of the two tables was filled last.
  shared_buffers: `${Math.floor(totalmem() / 2 ** 22)}MB`,
  max_wal_size: '8GB',
  maintenance_work_mem: '1GB',
  checkpoint_timeout: '30min',
})
const urls = { young: '', old: '' }
const closing: (() => Promise<void>)[] = []
try {
  // The old one first: it takes minutes to fill, and what lay in memory of a young one would be gone by then.
  const old = await prepare('old', MONTHS)
  const young = await prepare('young', 0)
  for (const db of [young, old]) {
    // Both as in the minutes after a plan, in which a sweep compares reports with it.
    await sql`update billing_run set planned_at = now(), reports_compared_at = null where period = ${PERIOD}`.execute(
      db,
    )
    await sql`checkpoint`.execute(db)
    await readAccounts(db)
  }
  const figures = { young: new Map<string, Took[]>(), old: new Map<string, Took[]>() }
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const [which, db] of [['young', young] as const, ['old', old] as const]) {
      for (const [name, took] of await walkHotPath(db))
        if (round >= 0) figures[which].set(name, [...(figures[which].get(name) ?? []), took])
    }
  }
  const rows = [...figures.young].map(([query, young]) => {
    const old = figures.old.get(query) ?? []
    const [before, after] = [msOf(young), msOf(old)]
    const times = after.median / before.median
    return {
      query,
      'one month, ms': formatSpread(before, 2),
      [`${MONTHS} more, ms`]: formatSpread(after, 2),
      times: `${times.toFixed(2)} ${times <= MOST ? '✓' : '✗'}`,
      'kB of log': `${logKbOf(young)} · ${logKbOf(old)}`,
    }
  })
  const plans = await plansOfHotPath(urls.old)
  for (const { query, plans: ofQuery } of plans) process.stdout.write(`\n${query}\n${ofQuery.join('\n')}\n`)
  report(
    'months',
    rows,
    `with ${MONTHS} months of ${COMPANIES} companies behind it no query takes over ${MOST} times as long`,
  )
} finally {
  for (const close of closing) await close()
  await postgres.close()
}

function msOf(took: Took[]): Spread {
  return spreadOf(took.map(({ ms }) => ms))
}

function logKbOf(took: Took[]): string {
  return (spreadOf(took.map(({ logBytes }) => logBytes)).median / 1024).toFixed(0)
}

/** A database with a planned month and so many billed ones before it. */
async function prepare(name: 'young' | 'old', months: number): Promise<Db> {
  const url = await emptyDatabase(postgres.url, name)
  urls[name] = url
  await migrate(url)
  const { db, close } = connect({ url, applicationName: 'bench', statementTimeoutMs: 0 })
  closing.push(close)
  const partners = COMPANIES / 100
  await seedCompanies(db, { companies: COMPANIES, partners, period: PERIOD, encryptionKeys: makeKey('bench') })
  if (months > 0) await seedMonths(db, { period: PERIOD, months })
  await planMonth(db, PERIOD)
  // Partners' runs are marked by their first count; from then on a count marks nothing more.
  await sql`update partner_run set rebuild_due = true where period = ${PERIOD}`.execute(db)
  await sql`vacuum (analyze)`.execute(db)
  await sql`checkpoint`.execute(db)
  return db
}

/** Accounts are older than the months that were filled in after them: by then their pages may have left the memory, which says nothing of how many months there are. By their index, so that it is read as well. */
async function readAccounts(db: Db): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx)
    await sql`select count(state) from (select state from account order by connection_id, company_id offset 0) a`.execute(
      tx,
    )
  })
}
