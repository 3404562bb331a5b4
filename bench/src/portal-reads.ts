import {
  connect,
  type Db,
  getCompanyHistory,
  listBillingPeriods,
  listBillingRows,
  listCompanies,
  listUnmappedCompanies,
  listUsage,
  migrate,
  previewBilling,
  type RowSort,
  type SortedRow,
  viewConnection,
  viewNewestRun,
  viewNewestSync,
} from '@bridge/db'
import { shiftPeriod } from '@bridge/domain'
import { givenPartnerHistory, startThrowawayPostgres } from '@bridge/testkit'
import { report } from './report.ts'
import { formatSpread, spreadOf } from './statistics.ts'

const RUNNING = '2026-11'
const MONTHS = 24
const ROUNDS = 21
/** Statements are prepared, and planned for good, after some uses. */
const WARM_UP = 7
const PAGE = 51

const partnerId = 'p0'
const period = shiftPeriod(RUNNING, -1)
const reconnected = shiftPeriod(RUNNING, -MONTHS / 2)

/** A page of lines as the partner's page asks for it. */
async function lines(db: Db, by: RowSort, more: Partial<Parameters<typeof listBillingRows>[1]> = {}) {
  const order = { by, descending: false }
  return listBillingRows(db, { partnerId, period, order, latest: true, after: null, limit: PAGE, ...more })
}

/** A list from the line on that is in its middle. */
async function fromTheMiddle(db: Db, by: RowSort): Promise<() => Promise<SortedRow[]>> {
  const last = (await lines(db, by, { limit: 5_000 })).at(-1)
  if (!last) throw new Error('no lines')
  const { companyId, pushId, sortValue } = last
  return () => lines(db, by, { after: { value: sortValue, partnerId, companyId, pushId } })
}

const READS: Record<string, (db: Db) => Promise<{ length: number }>> = {
  'a month by id, first page': (db) => lines(db, 'companyId'),
  'a month by name, first page': (db) => lines(db, 'companyName'),
  'a month by number, first page': (db) => lines(db, 'unitCount'),
  'a month by outcome, first page': (db) => lines(db, 'outcome'),
  'a month by time, first page': (db) => lines(db, 'settledAt'),
  'a month by name, searched': (db) => lines(db, 'companyName', { search: 'άνεμος' }),
  'a month by name, nothing found': (db) => lines(db, 'companyName', { search: 'no such company' }),
  'a month, unmapped alone': (db) => lines(db, 'companyName', { outcome: 'unmapped' }),
  'the month of a new connection, by name': (db) => lines(db, 'companyName', { period: reconnected }),
  'a month on the former connection, by name': (db) =>
    lines(db, 'companyName', { period: shiftPeriod(reconnected, -1) }),
  '2,000 lines of a file': (db) => lines(db, 'companyName', { limit: 2_000 }),
  'one company’s month': async (db) => [
    await getCompanyHistory(db, { partnerId, period, companyId: 'c000500', limit: 200 }),
  ],
  'one company’s reports of all months': (db) =>
    listUsage(db, { partnerId, companyId: 'c000500', before: { period: '9999-12', revision: 0 }, limit: 200 }),
  'the preview by name': async (db) => (await preview(db, 'companyName')).rows,
  'the preview by number': async (db) => (await preview(db, 'unitCount')).rows,
  'the preview, searched': async (db) => (await preview(db, 'companyName', 'άνεμος')).rows,
  '12 months': (db) => listBillingPeriods(db, { partnerId, before: '9999-12', limit: 12 }),
  '24 months': (db) => listBillingPeriods(db, { partnerId, before: '9999-12', limit: 24 }),
  '12 months of a partner of 100 companies': (db) =>
    listBillingPeriods(db, { partnerId: 'p7', before: '9999-12', limit: 12 }),
  'what is to be mapped': async (db) =>
    (await listUnmappedCompanies(db, { partnerId, afterId: '', limit: PAGE })).companies,
  'companies, searched': (db) => listCompanies(db, { partnerId, search: 'pine', afterId: '', limit: PAGE }),
  'companies, nothing found': (db) =>
    listCompanies(db, { partnerId, search: 'no such company', afterId: '', limit: PAGE }),
  'one look for events, 10,000 accounts': (db) => look(db, partnerId),
  'one look for events, 100 accounts': (db) => look(db, 'p7'),
}
function preview(db: Db, by: 'companyName' | 'unitCount', search?: string) {
  const order = { by, descending: false }
  return previewBilling(db, { partnerId, period: RUNNING, order, search, after: null, limit: PAGE })
}

async function look(db: Db, of: string) {
  return Promise.all([viewConnection(db, of), viewNewestSync(db, of), viewNewestRun(db, of)])
}

async function measure(query: string, read: () => Promise<{ length: number }>) {
  const ms = []
  let found = 0
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const startedMs = performance.now()
    found = (await read()).length
    if (round >= 0) ms.push(performance.now() - startedMs)
  }
  return { query, ms: formatSpread(spreadOf(ms)), rows: found }
}

const server = await startThrowawayPostgres()
const rows = []
try {
  await migrate(server.url)
  const { db, pool, close } = connect({
    url: server.url,
    applicationName: 'bench',
    statementTimeoutMs: 0,
  })
  await givenPartnerHistory(pool, {
    companies: 10_000,
    otherPartners: 200,
    companiesOfOthers: 100,
    periods: Array.from({ length: MONTHS + 1 }, (_, back) => shiftPeriod(RUNNING, back - MONTHS)),
    unmappedTries: 300,
  })
  for (const [query, read] of Object.entries(READS)) rows.push(await measure(query, () => read(db)))
  for (const by of ['companyId', 'companyName', 'unitCount', 'outcome', 'settledAt'] as const) {
    rows.push(await measure(`a month by ${by}, from the middle`, await fromTheMiddle(db, by)))
  }
  await close()
} finally {
  await server.close()
}
report(
  'portal reads',
  rows,
  'each less than 100 ms, the first page of a list less than 50 ms, for a partner of 10,000 companies and 24 months beside 200 others',
)
