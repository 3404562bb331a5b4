import { createTestDatabase, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ImportRow, importRows } from '../src/index.ts'

const COMPANIES = 12_000
/** A row that is written is looked for, put on a page, and looked at by the checks: none of it is a look at all rows. */
const MOST_PAGES_OF_A_ROW = 10

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

async function* lines(billableUsers: number): AsyncGenerator<ImportRow[]> {
  yield Array.from({ length: COMPANIES }, (_, index) => ({
    line: index + 1,
    partnerId: 'p1',
    partnerName: 'Partner',
    adminEmail: null,
    companyId: `c${index}`,
    companyName: `Company ${index} ${billableUsers}`,
    period: '2026-08',
    billableUsers,
  }))
}

const importAll = (billableUsers: number) =>
  importRows(database.pool, {
    batches: lines(billableUsers),
    mostErrors: () => 10,
    // What a session has read is told at once, and not a second later.
    beforeCommit: async (tx) => void (await sql`select pg_stat_force_next_flush()`.execute(tx)),
  })

/** The pages of each table that Postgres looked at so far. */
async function pagesRead(): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string; pages: number }>`
    select relname as name, (heap_blks_read + heap_blks_hit)::integer as pages from pg_statio_user_tables
    where relname in ('company', 'usage_count')`.execute(database.db)
  return Object.fromEntries(rows.map(({ name, pages }) => [name, pages]))
}

/** As when autovacuum counts while an import writes: of all that it wrote nothing is seen. */
async function countedWhileWritten(): Promise<void> {
  await sql`update pg_class set relpages = 20000, reltuples = 60 where oid in ('company'::regclass, 'usage_count'::regclass)`.execute(
    database.db,
  )
}

async function expectFewPages(importing: () => Promise<void>): Promise<void> {
  const before = await pagesRead()
  await importing()
  const after = await pagesRead()
  for (const table of ['company', 'usage_count'])
    expect((after[table] ?? Number.NaN) - (before[table] ?? 0), table).toBeLessThan(COMPANIES * MOST_PAGES_OF_A_ROW)
}

test('the first import looks at each row that it writes, and not at all of them each time', async () => {
  await countedWhileWritten()
  await expectFewPages(async () => {
    expect((await importAll(1)).changed).toEqual({ partners: 1, companies: COMPANIES, usage: COMPANIES })
  })
})

test('nor does one that renames and corrects all of them', async () => {
  await countedWhileWritten()
  await expectFewPages(async () => {
    expect((await importAll(2)).changed).toEqual({ partners: 0, companies: COMPANIES, usage: COMPANIES })
  })
})
