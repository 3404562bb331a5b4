import { shiftPeriod } from '@bridge/domain'
import { createTestDatabase, givenPartnerHistory, type TestDatabase } from '@bridge/testkit'
import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Db,
  getCompanyHistory,
  listBillingPeriods,
  listBillingRows,
  listCompanies,
  listUnmappedCompanies,
  listUsage,
  previewBilling,
  type RowSort,
  viewConnection,
  viewNewestRun,
  viewNewestSync,
} from '../src/index.ts'

/** The tables that grow with every partner and month. */
const LARGE = ['push', 'usage_count', 'usage_revision', 'attempt']

/** A database with a long history, and what it was asked last. */
interface Asked {
  database: TestDatabase
  db: Db
  statements: CompiledQuery[]
}

async function givenHistory(analysed?: false): Promise<Asked> {
  const database = await createTestDatabase()
  const statements: CompiledQuery[] = []
  const log = (event: { query: CompiledQuery }) => void statements.push(event.query)
  const db: Db = new Kysely({ dialect: new PostgresDialect({ pool: database.pool }), log })
  await givenPartnerHistory(database.pool, {
    companies: 1_500,
    otherPartners: 60,
    companiesOfOthers: 50,
    periods: Array.from({ length: 13 }, (_, month) => shiftPeriod('2025-11', month)),
    unmappedTries: 20,
    ...(analysed === false ? { analysed } : {}),
  })
  return { database, db, statements }
}

let known: Asked
let fresh: Asked
beforeAll(async () => {
  known = await givenHistory()
  fresh = await givenHistory(false)
}, 240_000)
afterAll(() => Promise.all([known.database.close(), fresh.database.close()]))

const partnerId = 'p0'
const period = '2026-10'
const rows = (db: Db, by: RowSort, more: Partial<Parameters<typeof listBillingRows>[1]> = {}) =>
  listBillingRows(db, {
    partnerId,
    period,
    order: { by, descending: true },
    latest: true,
    after: null,
    limit: 51,
    ...more,
  })

/** Each with the blocks that it may look at: some half more than it does. */
const READS: Record<string, [blocks: number, read: (db: Db) => Promise<unknown>]> = {
  'the lines of a month': [1500, (db) => rows(db, 'companyId')],
  'its lines from a place on': [
    1600,
    (db) => rows(db, 'companyId', { after: { partnerId, companyId: 'c000700', pushId: '1' } }),
  ],
  'its lines by name': [9000, (db) => rows(db, 'companyName')],
  'its lines by number': [1500, (db) => rows(db, 'unitCount')],
  'its lines by number from a place on': [
    1500,
    (db) => rows(db, 'unitCount', { after: { value: '70', partnerId, companyId: 'c000700', pushId: '1' } }),
  ],
  'its lines by outcome': [1500, (db) => rows(db, 'outcome')],
  'its lines by time': [1500, (db) => rows(db, 'settledAt')],
  'its lines of one outcome': [1500, (db) => rows(db, 'companyId', { outcome: 'unmapped' })],
  'its lines searched': [8000, (db) => rows(db, 'companyName', { search: 'pine' })],
  'the month of a new connection': [2000, (db) => rows(db, 'companyId', { period: '2026-05' })],
  'the history of a company': [
    100,
    (db) => getCompanyHistory(db, { partnerId, period, companyId: 'c000001', limit: 200 }),
  ],
  'all reports of a company': [
    250,
    (db) => listUsage(db, { partnerId, companyId: 'c000001', before: { period: '9999-12', revision: 0 }, limit: 51 }),
  ],
  'the preview': [650, (db) => previewBilling(db, { partnerId, period: '2026-11', after: null, limit: 51 })],
  'the preview by number': [
    900,
    (db) =>
      previewBilling(db, {
        partnerId,
        period: '2026-11',
        order: { by: 'unitCount', descending: true },
        after: null,
        limit: 51,
      }),
  ],
  'the months': [4500, (db) => listBillingPeriods(db, { partnerId, before: '9999-12', limit: 13 })],
  'what is to be mapped': [900, (db) => listUnmappedCompanies(db, { partnerId, afterId: '', limit: 51 })],
  'the companies searched': [250, (db) => listCompanies(db, { partnerId, search: 'pine', afterId: '', limit: 51 })],
  'the connection as it happens': [120, (db) => viewConnection(db, partnerId)],
  'the newest sync as it happens': [60, (db) => viewNewestSync(db, partnerId)],
  'the newest run as it happens': [150, (db) => viewNewestRun(db, partnerId)],
}

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Shared Hit Blocks'?: number
  'Shared Read Blocks'?: number
  'Rows Removed by Join Filter'?: number
  'Actual Loops'?: number
  Plans?: Plan[]
}

/** A plan and all that is below it. */
function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]
}

async function explain(
  { database }: Asked,
  options: string,
  sql: string,
  parameters: readonly unknown[],
): Promise<Plan> {
  const { rows } = await database.pool.query(`explain (${options}, format json) ${sql}`, [...parameters])
  return rows[0]['QUERY PLAN'][0].Plan
}

/** How a statement is planned once for all values, which a prepared one may come to; from Postgres 16 on it can be asked. */
async function genericPlan(of: Asked, sql: string): Promise<Plan[]> {
  const { rows } = await of.database.pool.query('show server_version_num')
  return Number(rows[0].server_version_num) < 160_000 ? [] : [await explain(of, 'generic_plan', sql, [])]
}

/** The statements that a read asks. */
async function statementsOf(of: Asked, read: (db: Db) => Promise<unknown>): Promise<CompiledQuery[]> {
  of.statements.length = 0
  await read(of.db)
  expect(of.statements.length).toBeGreaterThan(0)
  return [...of.statements]
}

test.each(Object.entries(READS))(
  '%s: read by what it is of, however much the others have',
  async (_what, [most, read]) => {
    let blocks = 0
    for (const { sql, parameters } of await statementsOf(known, read)) {
      const own = await explain(known, 'analyze, buffers', sql, parameters)
      blocks += (own['Shared Hit Blocks'] ?? 0) + (own['Shared Read Blocks'] ?? 0)
      for (const plan of [own, ...(await genericPlan(known, sql))]) {
        const whole = nodesOf(plan)
          .filter((node) => node['Node Type'] === 'Seq Scan')
          .map((node) => node['Relation Name'] ?? '')
        expect(
          whole.filter((table) => LARGE.includes(table)),
          `${sql}\n${JSON.stringify(plan)}`,
        ).toEqual([])
      }
    }
    expect(blocks).toBeLessThanOrEqual(most)
  },
)

test.each(Object.entries(READS))(
  '%s: never each of these with each of those, also before Postgres has counted them',
  async (_what, [, read]) => {
    for (const { sql, parameters } of await statementsOf(fresh, read)) {
      const plan = await explain(fresh, 'analyze', sql, parameters)
      const compared = nodesOf(plan).map(
        (node) => (node['Rows Removed by Join Filter'] ?? 0) * (node['Actual Loops'] ?? 1),
      )
      expect(Math.max(...compared), `${sql}\n${JSON.stringify(plan)}`).toBeLessThan(100_000)
    }
  },
)

test('no statement is compiled, which would take longer than to run it', async () => {
  expect((await known.database.pool.query('show jit')).rows).toEqual([{ jit: 'off' }])
})
