import { createTestDatabase, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  claimPush,
  claimPushes,
  finishRuns,
  openBreakdownMails,
  openRebuilds,
  planRun,
  settleAccepted,
  settlePush,
  startRun,
  type Tx,
} from '../src/index.ts'
import { acceptedBy } from './accepted-by.ts'
import { plannedMonth } from './planned-month.ts'
import { rowsRead } from './rows-read.ts'
import { LATER, PERIOD } from './test-ledger.ts'

const PARTNERS = 30
const COMPANIES = 50
/** A partner's pushes are gone through a few times: none of it may be all of the month's. */
const MOST_ROWS = 4 * COMPANIES

let database: TestDatabase
let connections: string[] = []

// A vendor's first month: what Postgres knows is that all of it waits, and nothing was ever accepted.
beforeAll(async () => {
  database = await createTestDatabase()
  const { db } = database
  connections = await plannedMonth(db, { partners: PARTNERS, companies: COMPANIES })
  await sql`update push set outcome = 'sending', claim_token = gen_random_uuid() where connection_id <> ${connections[0]}`.execute(
    db,
  )
  await sql`update push set outcome = 'accepted', claim_token = null, settled_at = now() where outcome = 'sending'`.execute(
    db,
  )
  await sql`update partner_run set rebuild_due = true`.execute(db)
})
afterAll(() => database.close())

const of = (place: number) => ({ connectionId: connections[place] ?? '', period: PERIOD })

test.each([[[3]], [[9, 10, 11]]])(
  'the last calls of partners %j are found among their own counts',
  async (partners) => {
    const open = async (tx: Tx) => expect(await openRebuilds(tx, partners.map(of))).toHaveLength(partners.length)
    expect(await rowsRead(database.db, open)).toBeLessThan(partners.length * MOST_ROWS)
  },
)

const CLAIMANT = { worker: 'test', claimMs: 60_000 }

test('whether anything was sent beside a last call is known by a look at its partner’s own counts', async () => {
  const { db } = database
  const [opened] = await openRebuilds(db, [of(5)])
  const last = await claimPush(db, { ...CLAIMANT, pushId: opened?.id ?? 'none' })
  if (!last) throw new Error('the last call was not claimed')
  const read = await rowsRead(db, async (tx) =>
    expect(await settlePush(tx, acceptedBy(last))).toMatchObject({ outcome: 'accepted' }),
  )
  expect(read).toBeLessThan(MOST_ROWS)
  expect(await waitToBeRebuilt([5])).toEqual([false])
})

test('so it is of several partners’ last calls that are settled together', async () => {
  const { db } = database
  const partners = [6, 7, 8]
  await db.updateTable('connection').set({ status: 'active' }).execute()
  const opened = await openRebuilds(db, partners.map(of))
  const claims = await claimPushes(db, { ...CLAIMANT, pushIds: opened.map((push) => push.id) })
  const read = await rowsRead(db, async (tx) =>
    expect((await settleAccepted(tx, claims.map(acceptedBy))).size).toBe(partners.length),
  )
  expect(read).toBeLessThan(partners.length * MOST_ROWS)
  expect(await waitToBeRebuilt(partners)).toEqual(partners.map(() => false))
})

test('whether a run is over is known without reading what is', async () => {
  expect(await rowsRead(database.db, async (tx) => expect(await finishRuns(tx)).toEqual([]))).toBeLessThan(MOST_ROWS)
  await database.db
    .updateTable('partner_run')
    .set({ rebuild_due: false })
    .where('connection_id', '<>', of(0).connectionId)
    .execute()
  expect(await rowsRead(database.db, async (tx) => expect(await finishRuns(tx)).toEqual([]))).toBeLessThan(MOST_ROWS)
})

test('a run of one partner is over though all the others still wait', async () => {
  const { db } = database
  const { partner_id } = await db
    .selectFrom('connection')
    .select('partner_id')
    .where('id', '=', of(1).connectionId)
    .executeTakeFirstOrThrow()
  await db.updateTable('partner_run').set({ rebuild_due: false }).execute()
  await sql`update push set outcome = 'waiting' where outcome = 'accepted' and connection_id <> ${of(1).connectionId}`.execute(
    db,
  )
  const run = await startRun(db, {
    period: PERIOD,
    kind: 'requested',
    partnerId: partner_id,
    deadlineAt: LATER,
    connectedBy: LATER,
  })
  await planRun(db, run?.id ?? '', LATER)
  expect(await rowsRead(database.db, async (tx) => expect(await finishRuns(tx)).toEqual([run?.id]))).toBeLessThan(
    MOST_ROWS,
  )
})

test('partners’ mails are opened by a look at their own counts', async () => {
  for (const partners of [[4], [12, 13, 14]])
    expect(await rowsRead(database.db, (tx) => openBreakdownMails(tx, partners.map(of)))).toBeLessThan(
      partners.length * MOST_ROWS,
    )
})

/** Of each of these partners whether its view waits to be rebuilt. */
async function waitToBeRebuilt(partners: number[]): Promise<boolean[]> {
  const parts = await database.db.selectFrom('partner_run').select(['connection_id', 'rebuild_due']).execute()
  return partners.map(
    (place) => parts.find((part) => part.connection_id === of(place).connectionId)?.rebuild_due ?? true,
  )
}
