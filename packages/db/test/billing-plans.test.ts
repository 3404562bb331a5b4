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

let database: TestDatabase
let asked: CompiledQuery[] = []
/** As the pool's own, but it keeps what it is asked. */
let db: Db
beforeAll(async () => {
  database = await createTestDatabase()
  const log = (event: { query: CompiledQuery }) => void asked.push(event.query)
  db = new Kysely({ dialect: new PostgresDialect({ pool: database.pool }), log })
  await givenPartnerHistory(database.pool, {
    companies: 1_500,
    otherPartners: 60,
    companiesOfOthers: 50,
    periods: Array.from(
      { length: 13 },
      (_, month) => `20${25 + Math.floor((month + 10) / 12)}-${String(((month + 10) % 12) + 1).padStart(2, '0')}`,
    ),
    unmappedTries: 20,
  })
}, 120_000)
afterAll(() => database.close())

const partnerId = 'p0'
const period = '2026-10'
const rows = (by: RowSort, more: Partial<Parameters<typeof listBillingRows>[1]> = {}) =>
  listBillingRows(db, {
    partnerId,
    period,
    order: { by, descending: true },
    latest: true,
    after: null,
    limit: 51,
    ...more,
  })

const READS: Record<string, () => Promise<unknown>> = {
  'the lines of a month': () => rows('companyId'),
  'its lines from a place on': () => rows('companyId', { after: { partnerId, companyId: 'c000700', pushId: '1' } }),
  'its lines by name': () => rows('companyName'),
  'its lines by number': () => rows('unitCount'),
  'its lines by number from a place on': () =>
    rows('unitCount', { after: { value: '70', partnerId, companyId: 'c000700', pushId: '1' } }),
  'its lines by outcome': () => rows('outcome'),
  'its lines by time': () => rows('settledAt'),
  'its lines of one outcome': () => rows('companyId', { outcome: 'unmapped' }),
  'its lines searched': () => rows('companyName', { search: 'pine' }),
  'the month of a new connection': () => rows('companyId', { period: '2026-05' }),
  'the history of a company': () => getCompanyHistory(db, { partnerId, period, companyId: 'c000001', limit: 200 }),
  'all reports of a company': () =>
    listUsage(db, { partnerId, companyId: 'c000001', before: { period: '9999-12', revision: 0 }, limit: 51 }),
  'the preview': () => previewBilling(db, { partnerId, period: '2026-11', after: null, limit: 51 }),
  'the preview by number': () =>
    previewBilling(db, {
      partnerId,
      period: '2026-11',
      order: { by: 'unitCount', descending: true },
      after: null,
      limit: 51,
    }),
  'the months': () => listBillingPeriods(db, { partnerId, before: '9999-12', limit: 13 }),
  'what is to be mapped': () => listUnmappedCompanies(db, { partnerId, afterId: '', limit: 51 }),
  'the companies searched': () => listCompanies(db, { partnerId, search: 'pine', afterId: '', limit: 51 }),
  'the connection as it happens': () => viewConnection(db, partnerId),
  'the newest sync as it happens': () => viewNewestSync(db, partnerId),
  'the newest run as it happens': () => viewNewestRun(db, partnerId),
}

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  Plans?: Plan[]
}

/** The tables that a plan reads from end to end. */
function readWhole(plan: Plan): string[] {
  const own = plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? ''] : []
  return [...own, ...(plan.Plans ?? []).flatMap(readWhole)]
}

async function explain(options: string, sql: string, parameters: readonly unknown[]): Promise<Plan> {
  const { rows } = await database.pool.query(`explain (${options}, format json) ${sql}`, [...parameters])
  return rows[0]['QUERY PLAN'][0].Plan
}

/** How a statement is planned for these values; and once for all values, which a prepared one may come to (Postgres 16 tells it). */
async function plansOf({ sql, parameters }: CompiledQuery): Promise<Plan[]> {
  const { rows } = await database.pool.query('show server_version_num')
  const own = await explain('costs', sql, parameters)
  return Number(rows[0].server_version_num) < 160_000 ? [own] : [own, await explain('generic_plan', sql, [])]
}

test.each(Object.entries(READS))('%s: no table of all partners and months is read whole', async (_what, read) => {
  asked = []
  await read()
  expect(asked.length).toBeGreaterThan(0)
  for (const query of [...asked]) {
    for (const plan of await plansOf(query)) {
      const whole = readWhole(plan).filter((table) => LARGE.includes(table))
      expect(whole, `${query.sql}\n${JSON.stringify(plan)}`).toEqual([])
    }
  }
})

test('no statement is compiled, which would take longer than to run it', async () => {
  expect((await database.pool.query('show jit')).rows).toEqual([{ jit: 'off' }])
})
