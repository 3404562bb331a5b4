import { createTestDatabase, givenConnection, givenPartner, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planRun, reviseOpenPushes, startRun, sweepPushes } from '../src/index.ts'

const PERIOD = '2026-10'
const LATER = new Date('2100-01-01')
const SWEEP = { unmappedRetryAfterMs: 3_600_000, failedRetryAfterMs: 3_600_000, lostCallMs: 600_000 }
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const pushesOf = (partnerId: string) =>
  database.db
    .selectFrom('push')
    .select(['company_id', 'outcome', 'unit_count'])
    .where('partner_id', '=', partnerId)
    .orderBy('company_id')
    .execute()

/** A report of an old and of a new company whose transaction is open while the run is planned: neither sees the other. */
async function reportWhilePlanning(): Promise<string> {
  const partnerId = await givenPartner(database.db, { companies: [{ id: 'old' }] })
  await givenConnection(database.db, partnerId)
  const order = { period: PERIOD, kind: 'requested' as const, partnerId, deadlineAt: LATER, connectedBy: LATER }
  const run = await startRun(database.db, order)
  await database.db.transaction().execute(async (tx) => {
    await sql`insert into company (partner_id, id, name) values (${partnerId}, 'new', 'New')`.execute(tx)
    await sql`insert into usage_count (partner_id, company_id, period, billable_users, revision)
      values (${partnerId}, 'old', ${PERIOD}, 4, 1), (${partnerId}, 'new', ${PERIOD}, 5, 1)`.execute(tx)
    const seen = await reviseOpenPushes(
      tx,
      sql`select partner_id, company_id, period from usage_count where partner_id = ${partnerId}`,
    )
    expect(seen).toEqual([])
    await planRun(database.db, run?.id ?? '', LATER)
  })
  expect(await pushesOf(partnerId)).toEqual([{ company_id: 'old', outcome: 'no_usage', unit_count: null }])
  return partnerId
}

const BOTH_WAIT = [
  { company_id: 'new', outcome: 'waiting', unit_count: 5 },
  { company_id: 'old', outcome: 'waiting', unit_count: 4 },
]

test('a report that commits in the very moment of planning is found by the next sweep, of a new company too, and is expected', async () => {
  const partnerId = await reportWhilePlanning()
  await sweepPushes(database.db, SWEEP)
  expect(await pushesOf(partnerId)).toEqual(BOTH_WAIT)
  const run = await database.db
    .selectFrom('partner_run')
    .select('expected')
    .where('partner_id', '=', partnerId)
    .executeTakeFirstOrThrow()
  expect(run.expected).toBe(2)
})

test('also where nobody swept for an hour after planning', async () => {
  const partnerId = await reportWhilePlanning()
  await sql`update billing_run set planned_at = planned_at - interval '1 hour' where partner_id = ${partnerId}`.execute(
    database.db,
  )
  await sweepPushes(database.db, SWEEP)
  expect(await pushesOf(partnerId)).toEqual(BOTH_WAIT)
})

test('a run that was compared after the race was over is not compared again', async () => {
  const partnerId = await reportWhilePlanning()
  await sql`update billing_run set planned_at = now() - interval '1 hour', reports_compared_at = now() - interval '30 minutes'
    where partner_id = ${partnerId}`.execute(database.db)
  await sweepPushes(database.db, SWEEP)
  expect((await pushesOf(partnerId)).map(({ outcome }) => outcome)).toEqual(['no_usage'])
})

test('what was reported long before the run is not read again: of two years only the newest reports are', async () => {
  const partnerId = await reportWhilePlanning()
  await sql`update usage_count set reported_at = now() - interval '7 hours' where partner_id = ${partnerId} and company_id = 'old'`.execute(
    database.db,
  )
  await sweepPushes(database.db, SWEEP)
  expect(await pushesOf(partnerId)).toMatchObject([{ company_id: 'new', outcome: 'waiting' }, { outcome: 'no_usage' }])
})
