import { createTestDatabase, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  claimPushes,
  connect,
  finishRuns,
  openBreakdownMails,
  openRebuilds,
  settleAccepted,
  sweepBreakdownMails,
  type Tx,
} from '../src/index.ts'
import { acceptedBy } from './accepted-by.ts'
import { plannedMonth } from './planned-month.ts'
import { rowsRead } from './rows-read.ts'

const PARTNERS = 100
const GROUP = 20
/** Its connection and its part in the run, each looked up once, and the part twice more where it is to be marked. */
const MOST_ROWS_OF_A_PUSH = { marked: 2, unmarked: 4 }
/** Its connection and its part in the run, and the part once more where it is asked for a newer one. */
const MOST_ROWS_OF_AN_END = 3
/** What is open is looked at, and nothing else. */
const MOST_ROWS_OF_A_LOOK = 5

let database: TestDatabase
let worker: ReturnType<typeof connect>

beforeAll(async () => {
  database = await createTestDatabase()
  await plannedMonth(database.db, { partners: PARTNERS, companies: 1 })
  await sql`update connection set status = 'active'`.execute(database.db)
  await sql`analyze`.execute(database.db)
  worker = connect({ url: database.url, applicationName: 'worker', poolSize: 1, looksUpByKey: true })
})
afterAll(async () => {
  await worker.close()
  await database.close()
})

test.each([
  ['first counts', false],
  ['later ones', true],
])(
  'a group of counts is settled without reading the partners that have none in it, as a worker is connected: %s',
  async (_, hasTaken) => {
    await worker.db.updateTable('partner_run').set({ rebuild_due: hasTaken }).execute()
    const pushes = await worker.db
      .selectFrom('push')
      .select('id')
      .where('outcome', '=', 'waiting')
      .limit(GROUP)
      .execute()
    const claims = await claimPushes(worker.db, {
      worker: 'test',
      claimMs: 60_000,
      pushIds: pushes.map(({ id }) => id),
    })
    const rows = await rowsRead(
      worker.db,
      async (tx) => expect((await settleAccepted(tx, claims.map(acceptedBy))).size).toBe(GROUP),
      ['connection', 'partner_run'],
    )
    expect(rows).toBeLessThanOrEqual(GROUP * MOST_ROWS_OF_A_PUSH[hasTaken ? 'marked' : 'unmarked'])
  },
)

test('whether a run is over is known without a look at the partners whose part is', async () => {
  const { db } = worker
  const { last } = await db
    .selectFrom('push')
    .select(sql<string>`max(connection_id::text)`.as('last'))
    .executeTakeFirstOrThrow()
  await sql`update push set outcome = 'sending', claim_token = gen_random_uuid() where outcome = 'waiting' and connection_id <> ${last}`.execute(
    db,
  )
  await sql`update push set outcome = 'accepted', claim_token = null, settled_at = now() where outcome = 'sending'`.execute(
    db,
  )
  const look = () =>
    rowsRead(db, async (tx) => expect(await finishRuns(tx)).toEqual([]), ['push', 'connection', 'partner_run'])
  expect(await look()).toBeLessThan(MOST_ROWS_OF_A_LOOK)
  // Nothing waits any more, and all views but one are built.
  await sql`update push set outcome = 'sending', claim_token = gen_random_uuid() where outcome = 'waiting'`.execute(db)
  await sql`update push set outcome = 'accepted', claim_token = null, settled_at = now() where outcome = 'sending'`.execute(
    db,
  )
  await sql`update partner_run set rebuild_due = connection_id = ${last}`.execute(db)
  expect(await look()).toBeLessThan(MOST_ROWS_OF_A_LOOK)
})

test('partners’ parts are ended without reading the others', async () => {
  const { db } = worker
  await sql`update partner_run set rebuild_due = true`.execute(db)
  const parts = await db
    .selectFrom('partner_run')
    .select(['connection_id as connectionId', 'period'])
    .limit(GROUP)
    .execute()
  const opening = async (tx: Tx) => expect(await openRebuilds(tx, parts)).toHaveLength(GROUP)
  expect(await rowsRead(db, opening, ['connection', 'partner_run'])).toBeLessThanOrEqual(GROUP * MOST_ROWS_OF_AN_END)
  const theirs = parts.map(({ connectionId }) => connectionId)
  await db.updateTable('partner_run').set({ rebuild_due: false }).where('connection_id', 'in', theirs).execute()
  await sql`update push set outcome = 'sending', claim_token = gen_random_uuid() where outcome = 'waiting'`.execute(db)
  await sql`update push set outcome = 'accepted', claim_token = null, settled_at = now() where outcome = 'sending'`.execute(
    db,
  )
  const mailing = async (tx: Tx) => expect(await openBreakdownMails(tx, parts)).toHaveLength(GROUP)
  const tables = ['connection', 'partner_run', 'push', 'mail']
  expect(await rowsRead(db, mailing, tables)).toBeLessThanOrEqual(GROUP * MOST_ROWS_OF_AN_END)
  await db.deleteFrom('mail').execute()
})

test('mails are owed to no partner without a comparison of each with all mails, though Postgres takes them for none', async () => {
  const { db } = worker
  const sweep = () => db.transaction().execute(sweepBreakdownMails)
  await sql`update partner_run set rebuild_due = true`.execute(db)
  // From its third use on the statement is prepared, by what is known while there are no mails.
  for (let look = 0; look < 3; look += 1) expect(await sweep()).toEqual([])
  await sql`update partner_run set rebuild_due = false`.execute(db)
  expect(await sweep()).toHaveLength(PARTNERS)
  const rows = await rowsRead(db, async (tx) => expect(await sweepBreakdownMails(tx)).toEqual([]), ['mail'])
  expect(rows).toBeLessThanOrEqual(PARTNERS)
})
