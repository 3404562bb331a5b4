import { createTestDatabase, givenConnection, givenPartner, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Connected,
  connect,
  duePushes,
  importRows,
  markAccountsPresent,
  planRun,
  reconcileAccounts,
  startRun,
} from '../src/index.ts'
import { miscount, rowsRead } from './miscount.ts'
import { LATER, PERIOD } from './test-ledger.ts'

const COMPANIES = 9_000
const OTHERS = 3
/** Of each table each row a few times, and none once for each other. */
const MOST_ROWS = 50 * COMPANIES

let database: TestDatabase
/** With one connection, as `rowsRead` needs it. */
let one: Connected
let partnerId: string
let connectionId: string

beforeAll(async () => {
  database = await createTestDatabase()
  one = connect({ url: database.url, applicationName: 'test', poolSize: 1 })
  for (let partner = 0; partner <= OTHERS; partner += 1) {
    partnerId = await givenPartner(one.db, { companies: [] })
    connectionId = await givenConnection(one.db, partnerId)
    const companies = sql`from generate_series(1, ${COMPANIES}::integer) as n`
    await sql`insert into company (partner_id, id, name) select ${partnerId}, 'c' || n, 'Company' ${companies}`.execute(
      one.db,
    )
    await sql`insert into usage_count (partner_id, company_id, period, billable_users, revision)
      select ${partnerId}, 'c' || n, ${PERIOD}, n, 1 ${companies}`.execute(one.db)
    await sql`insert into account (connection_id, company_id, state) select ${connectionId}, 'c' || n, 'waiting' ${companies}`.execute(
      one.db,
    )
  }
})
afterAll(async () => {
  await one.close()
  await database.close()
})

const all = () => Array.from({ length: COMPANIES }, (_, index) => `c${index + 1}`)

test('a partner’s accounts are compared with Gradient’s list', async () => {
  await miscount(one.db)
  const read = await rowsRead(one.db, async () => {
    const work = await reconcileAccounts(one.db, { connectionId, listed: [] })
    expect(work.create).toHaveLength(COMPANIES)
  })
  expect(read).toBeLessThan(MOST_ROWS)
})

test('and are marked as present', async () => {
  await miscount(one.db)
  const read = await rowsRead(one.db, async () => {
    const sent = all().map((companyId) => ({ companyId, name: 'Company' }))
    for (let from = 0; from < COMPANIES; from += 100)
      await markAccountsPresent(one.db, connectionId, sent.slice(from, from + 100))
  })
  expect(read).toBeLessThan(MOST_ROWS)
})

test('and compared again', async () => {
  await miscount(one.db)
  const read = await rowsRead(one.db, async () => {
    const work = await reconcileAccounts(one.db, { connectionId, listed: all().map((id) => ({ id, name: 'Company' })) })
    expect(work).toEqual({ create: [], rename: [], lost: 0 })
  })
  expect(read).toBeLessThan(MOST_ROWS)
})

test('a run of one partner', async () => {
  const run = await startRun(one.db, {
    period: PERIOD,
    kind: 'requested',
    partnerId,
    deadlineAt: LATER,
    connectedBy: LATER,
  })
  await miscount(one.db)
  const read = await rowsRead(one.db, async () =>
    expect((await planRun(one.db, run?.id ?? '', LATER)).opened).toBe(COMPANIES),
  )
  expect(read).toBeLessThan(MOST_ROWS)
})

test('all of their accounts are gone from there, and their counts, which had been taken, are sent again', async () => {
  await sql`update push set outcome = 'sending', claim_token = gen_random_uuid(), claimed_by = 'test', claimed_until = now() where connection_id = ${connectionId}`.execute(
    one.db,
  )
  await sql`update push set outcome = 'accepted', claim_token = null, claimed_by = null, claimed_until = null, settled_at = now() where connection_id = ${connectionId}`.execute(
    one.db,
  )
  await miscount(one.db)
  const read = await rowsRead(one.db, async () => {
    expect(await reconcileAccounts(one.db, { connectionId, listed: [] })).toMatchObject({ lost: COMPANIES })
    expect(await duePushes(one.db, { limit: COMPANIES, partnerId })).toHaveLength(COMPANIES)
  })
  expect(read).toBeLessThan(MOST_ROWS)
})

test('an import of all of the partner’s counts', async () => {
  const rows = all().map((companyId, index) => ({
    line: index + 1,
    partnerId,
    partnerName: null,
    adminEmail: null,
    companyId,
    companyName: null,
    period: PERIOD,
    billableUsers: 0,
  }))
  await miscount(one.db)
  const read = await rowsRead(one.db, () =>
    importRows(one.pool, {
      batches: (async function* () {
        yield rows
      })(),
      mostErrors: () => 10,
      beforeCommit: async () => undefined,
    }),
  )
  expect(read).toBeLessThan(MOST_ROWS)
})
