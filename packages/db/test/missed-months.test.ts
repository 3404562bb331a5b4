import { createTestDatabase, givenConnection, givenPartner, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { countRunTrouble, markMissedRuns, planRun, startRun, unplannedRuns } from '../src/index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  await sql`truncate partner, connection, billing_run, partner_run, push cascade`.execute(database.db)
})
afterAll(() => database.close())

const DEADLINE = new Date('2026-11-01T13:00:00Z')
const past = (period: string, at: string) => ({ period, at: new Date(at), deadlineAt: DEADLINE })
/** It is November: the run of October is due, and these are behind it. */
const INPUT = {
  latestPeriod: '2026-10',
  before: [
    past('2026-09', '2026-10-01T05:00:00Z'),
    past('2026-08', '2026-09-01T05:00:00Z'),
    past('2026-07', '2026-08-01T05:00:00Z'),
  ],
}

async function connectedAt(at: string, disconnectedAt?: string) {
  const partnerId = await givenPartner(database.db, { companies: [{ id: 'a' }] })
  const id = await givenConnection(database.db, partnerId, { connectedAt: new Date(at) })
  if (disconnectedAt)
    await sql`
      update connection set status = 'disconnected', disconnected_at = ${disconnectedAt}::timestamptz,
        key_id = null, key_nonce = null, key_ciphertext = null
      where id = ${id}`.execute(database.db)
  return partnerId
}

const missedPeriods = async () => (await markMissedRuns(database.db, INPUT)).map(({ period }) => period).sort()
const order = (period: string, kind: 'scheduled' | 'requested', partnerId: string | null = null) =>
  startRun(database.db, { period, kind, partnerId, deadlineAt: DEADLINE, connectedBy: new Date('2100-01-01') })

test('a month is missed when a partner was connected at its tick and no run of it was made', async () => {
  await connectedAt('2026-08-15T00:00:00Z')
  expect(await missedPeriods()).toEqual(['2026-08', '2026-09'])
  const rows = await database.db.selectFrom('billing_run').selectAll().orderBy('period').execute()
  expect(rows.map(({ period, kind, planned_at }) => [period, kind, planned_at])).toEqual([
    ['2026-08', 'catch_up', null],
    ['2026-09', 'catch_up', null],
  ])
  for (const row of rows) expect(row.finished_at).toEqual(row.missed_at)
  expect(await countRunTrouble(database.db, new Date('2100-01-01'))).toEqual({ missed: 2, overdue: 0 })
})

test('it is told once: not by the next sweep, and by one only of many that look at once', async () => {
  await connectedAt('2026-07-15T00:00:00Z')
  const told = await Promise.all(Array.from({ length: 8 }, () => markMissedRuns(database.db, INPUT)))
  expect(
    told
      .flat()
      .map(({ period }) => period)
      .sort(),
  ).toEqual(['2026-07', '2026-08', '2026-09'])
  expect(await missedPeriods()).toEqual([])
})

test('a run that was declared missed while its plan was about to begin is not planned', async () => {
  await connectedAt('2026-08-15T12:00:00Z')
  const run = await order('2026-09', 'scheduled')
  await missedPeriods()
  const planned = await planRun(database.db, run?.id ?? '', new Date('2100-01-01'))
  expect(planned).toEqual({ partners: 0, opened: 0, superseded: 0, reopened: 0 })
  expect(await database.db.selectFrom('push').selectAll().execute()).toEqual([])
})

test('a missed month is never run again', async () => {
  await connectedAt('2026-07-15T00:00:00Z')
  await markMissedRuns(database.db, INPUT)
  expect((await order('2026-09', 'scheduled'))?.created).toBe(false)
  expect(await unplannedRuns(database.db, '2026-07')).toEqual([])
})

test('who connected after the tick or had left before it is owed nothing; who left after it was owed that month', async () => {
  await connectedAt('2026-10-01T05:00:01Z')
  await connectedAt('2026-08-10T00:00:00Z', '2026-08-20T00:00:00Z')
  expect(await missedPeriods()).toEqual([])
  await connectedAt('2026-08-10T00:00:00Z', '2026-09-01T05:00:01Z')
  expect(await missedPeriods()).toEqual(['2026-08'])
})

test('a month whose monthly run was made, or in which all who were connected had their part by request, is not missed', async () => {
  const partnerId = await connectedAt('2026-08-15T00:00:00Z')
  const september = await order('2026-09', 'scheduled')
  await planRun(database.db, september?.id ?? '', new Date('2100-01-01'))
  await database.db.deleteFrom('push').execute()
  await database.db.deleteFrom('partner_run').execute()
  const august = await order('2026-08', 'requested', partnerId)
  await planRun(database.db, august?.id ?? '', new Date('2100-01-01'))
  expect(await missedPeriods()).toEqual([])
  await connectedAt('2026-08-15T00:00:00Z')
  expect(await missedPeriods()).toEqual(['2026-08'])
})

test('a run that was ordered but not planned before the next tick is missed, whatever its kind; one of the latest month is not', async () => {
  const partnerId = await connectedAt('2026-07-15T00:00:00Z')
  await order('2026-08', 'scheduled')
  await order('2026-09', 'requested', partnerId)
  await order('2026-10', 'scheduled')
  const missed = await markMissedRuns(database.db, INPUT)
  expect(missed.map(({ period, kind }) => [period, kind]).sort()).toEqual([
    ['2026-07', 'catch_up'],
    ['2026-08', 'scheduled'],
    ['2026-09', 'catch_up'],
    ['2026-09', 'requested'],
  ])
  expect((await unplannedRuns(database.db, '2026-10')).map(({ kind }) => kind)).toEqual(['scheduled'])
})

test('where someone was connected at the tick and left since, the monthly run is made all the same, so that the month is not taken for missed', async () => {
  await connectedAt('2026-09-15T00:00:00Z', '2026-10-01T05:00:10Z')
  const { at } = INPUT.before[0] as { at: Date }
  const run = await startRun(database.db, {
    period: '2026-09',
    kind: 'scheduled',
    partnerId: null,
    deadlineAt: DEADLINE,
    connectedBy: at,
  })
  expect(run?.created).toBe(true)
  expect((await planRun(database.db, run?.id ?? '', at)).opened).toBe(0)
  expect(await missedPeriods()).toEqual([])
})
