import { createTestDatabase, givenConnection, givenPartner, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Connected,
  claimDue,
  connect,
  duePushes,
  dueRebuilds,
  finishRuns,
  importRows,
  planRun,
  startRun,
  sweepPushes,
} from '../src/index.ts'
import { miscount, rowsRead } from './miscount.ts'
import { LATER, PERIOD } from './test-ledger.ts'

const PARTNERS = 4
const COMPANIES = 3_000
const ALL = PARTNERS * COMPANIES
/** Of each table each row a few times, and none once for each other. */
const MOST_ROWS = 20 * ALL
const CLAIMED = 10
const MOST_ROWS_OF_A_CLAIM = 20
const LOOK = { worker: 'test', claimMs: 60_000, limit: CLAIMED, exceptConnections: [] }

let database: TestDatabase
/** With one connection, as `rowsRead` needs it. */
let one: Connected

beforeAll(async () => {
  database = await createTestDatabase()
  one = connect({ url: database.url, applicationName: 'test', poolSize: 1 })
  const { db } = one
  const companies = sql`from generate_series(1, ${COMPANIES}::integer) as n`
  for (let partner = 0; partner < PARTNERS; partner += 1) {
    const partnerId = await givenPartner(db, { companies: [] })
    const connectionId = await givenConnection(db, partnerId)
    await sql`insert into company (partner_id, id, name) select ${partnerId}, 'c' || n, 'Company' ${companies}`.execute(
      db,
    )
    await sql`insert into usage_count (partner_id, company_id, period, billable_users, revision)
      select ${partnerId}, 'c' || n, ${PERIOD}, n, 1 ${companies}`.execute(db)
    await sql`insert into account (connection_id, company_id, state, due) select ${connectionId}, 'c' || n, 'present', false ${companies}`.execute(
      db,
    )
  }
})
afterAll(async () => {
  await one.close()
  await database.close()
})

test('a run is planned by a few looks at each row, whatever Postgres takes the tables for', async () => {
  const order = { period: PERIOD, kind: 'scheduled', partnerId: null, deadlineAt: LATER, connectedBy: LATER } as const
  const run = await startRun(one.db, order)
  await miscount(one.db)
  const read = await rowsRead(one.db, async () =>
    expect((await planRun(one.db, run?.id ?? '', LATER)).opened).toBe(ALL),
  )
  expect(read).toBeGreaterThan(ALL)
  expect(read).toBeLessThan(MOST_ROWS)
})

test('a sweep after it, which compares all reports with the plan', async () => {
  await miscount(one.db)
  const every = { unmappedRetryAfterMs: 3_600_000, failedRetryAfterMs: 3_600_000, lostCallMs: 600_000 }
  const read = await rowsRead(one.db, async () =>
    expect(await sweepPushes(one.db, every)).toMatchObject({ revised: 0 }),
  )
  expect(read).toBeGreaterThan(ALL)
  expect(read).toBeLessThan(MOST_ROWS)
})

test('and the looks for what is due and what is over', async () => {
  await miscount(one.db)
  const read = await rowsRead(one.db, async () => {
    expect(await duePushes(one.db, { limit: ALL })).toHaveLength(ALL)
    expect(await dueRebuilds(one.db)).toEqual([])
    expect(await finishRuns(one.db)).toEqual([])
  })
  expect(read).toBeGreaterThan(ALL)
  expect(read).toBeLessThan(MOST_ROWS)
})

test('an import that corrects every count of the run', async () => {
  const partners = await one.db.selectFrom('partner').select('id').execute()
  const rows = partners.flatMap(({ id }, partner) =>
    Array.from({ length: COMPANIES }, (_, index) => ({
      line: partner * COMPANIES + index + 1,
      partnerId: id,
      partnerName: null,
      adminEmail: null,
      companyId: `c${index + 1}`,
      companyName: null,
      period: PERIOD,
      billableUsers: 0,
    })),
  )
  await miscount(one.db)
  const read = await rowsRead(one.db, async () => {
    const imported = await importRows(one.pool, {
      batches: (async function* () {
        yield rows
      })(),
      mostErrors: () => 10,
      beforeCommit: async () => undefined,
    })
    expect(imported).toMatchObject({ rejected: 0, changed: { usage: ALL } })
    // The list of nudges is short; what it leaves out is corrected all the same, and nudged by a sweep.
    expect(imported.pushes).toHaveLength(10_000)
    const corrected = await one.db
      .selectFrom('push')
      .select('id')
      .where('unit_count', '=', 0)
      .where('revision', '=', 2)
      .where('outcome', '=', 'waiting')
      .execute()
    expect(corrected).toHaveLength(ALL)
  })
  expect(read).toBeGreaterThan(ALL)
  expect(read).toBeLessThan(MOST_ROWS)
})

test('a worker’s own look, which takes the first turns and reads no more than these', async () => {
  await sql`update push set due_at = now() - interval '1 minute'`.execute(one.db)
  await miscount(one.db)
  const read = await rowsRead(one.db, async () => expect(await claimDue(one.db, LOOK)).toHaveLength(CLAIMED))
  expect(read).toBeGreaterThan(CLAIMED)
  expect(read).toBeLessThan(CLAIMED * MOST_ROWS_OF_A_CLAIM)
})

test('the same look where all that waits is due later, of which it reads nothing', async () => {
  await sql`update push set due_at = now() + interval '1 hour' where outcome = 'waiting'`.execute(one.db)
  await miscount(one.db)
  const read = await rowsRead(one.db, async () => expect(await claimDue(one.db, LOOK)).toEqual([]))
  expect(read).toBeLessThan(CLAIMED)
})
