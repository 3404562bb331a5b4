import { createTestDatabase, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Claim, claimDue, claimPush, claimPushes, connect, settleAccepted } from '../src/index.ts'
import { acceptedBy } from './accepted-by.ts'
import { rowsRead as rowsReadOfAll } from './miscount.ts'
import { plannedMonth } from './planned-month.ts'
import { rowsRead } from './rows-read.ts'

const PARTNERS = 10
const COMPANIES = 100
const UNDER_WAY = 400
const GROUP = 10
/** A push is found by its id, locked, looked at again and written: all of that once. */
const MOST_ROWS_OF_A_PUSH = 8
/** With all that is looked up of it in other tables. */
const MOST_ROWS_OF_ALL = 40
const WHO = { worker: 'test', claimMs: 60_000 }

let database: TestDatabase
let pushIds: string[] = []
let underWay: Claim[] = []

// What Postgres knows is that nothing is being sent, as it does of any run: its statistics are of before.
beforeAll(async () => {
  database = await createTestDatabase()
  const { db } = database
  await plannedMonth(db, { partners: PARTNERS, companies: COMPANIES })
  await sql`update connection set status = 'active'`.execute(db)
  await sql`update partner_run set rebuild_due = true`.execute(db)
  pushIds = (await db.selectFrom('push').select('id').orderBy('turn').orderBy('id').execute()).map(({ id }) => id)
  underWay = await claimPushes(db, { ...WHO, pushIds: pushIds.slice(0, UNDER_WAY) })
  expect(underWay).toHaveLength(UNDER_WAY)
})
afterAll(() => database.close())

const read = (work: Parameters<typeof rowsRead>[1]) => rowsRead(database.db, work)

test('a group of counts is settled by its own rows, however many others are under way', async () => {
  const settlements = underWay.slice(0, GROUP).map(acceptedBy)
  const rows = await read(async (tx) => expect((await settleAccepted(tx, settlements)).size).toBe(GROUP))
  expect(rows).toBeLessThan(GROUP * MOST_ROWS_OF_A_PUSH)
})

test('a group is claimed by its own rows', async () => {
  const group = pushIds.slice(UNDER_WAY, UNDER_WAY + GROUP)
  const rows = await read(async (tx) => expect(await claimPushes(tx, { ...WHO, pushIds: group })).toHaveLength(GROUP))
  expect(rows).toBeLessThan(GROUP * MOST_ROWS_OF_A_PUSH)
})

test('one count is claimed by its own row', async () => {
  const rows = await read(async (tx) =>
    expect(await claimPush(tx, { ...WHO, pushId: pushIds.at(-1) ?? 'none' })).not.toBeNull(),
  )
  expect(rows).toBeLessThan(MOST_ROWS_OF_A_PUSH)
})

test('what no job brings is claimed in the order of the turns, without reading what others have', async () => {
  const one = connect({ url: database.url, applicationName: 'test', poolSize: 1 })
  try {
    await sql`update push set due_at = now() - interval '1 minute' where outcome = 'waiting'`.execute(one.db)
    const rows = await rowsReadOfAll(one.db, async () =>
      expect(await claimDue(one.db, { ...WHO, limit: GROUP, exceptConnections: [] })).toHaveLength(GROUP),
    )
    expect(rows).toBeLessThan(GROUP * MOST_ROWS_OF_ALL)
  } finally {
    await one.close()
  }
})
