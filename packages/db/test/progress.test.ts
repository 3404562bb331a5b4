import { createTestDatabase, givenConnection, givenPartner, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  accountProgressProblem,
  billingProgressProblem,
  pauseSending,
  planRun,
  requestAccountSync,
  resumeSending,
  startRun,
} from '../src/index.ts'

const STUCK_AFTER_MS = 30_000
const LATER = new Date('2100-01-01')
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('readiness tells when counts or accounts are due and nobody works on them, and not when that has a reason', async () => {
  const { db } = database
  const partnerId = await givenPartner(db, { companies: [{ id: 'a', usage: { '2026-10': 3 } }] })
  const connectionId = await givenConnection(db, partnerId)
  const run = await startRun(db, {
    period: '2026-10',
    kind: 'requested',
    partnerId,
    deadlineAt: LATER,
    connectedBy: LATER,
  })
  await planRun(db, run?.id ?? '', LATER)
  await requestAccountSync(db, connectionId)
  const both = async () => [
    await billingProgressProblem(db, STUCK_AFTER_MS),
    await accountProgressProblem(db, STUCK_AFTER_MS),
  ]
  const nothing = [undefined, undefined]
  expect(await both()).toEqual(nothing)

  await sql`update push set due_at = now() - interval '31 seconds'`.execute(db)
  await sql`update account_sync set due_at = now() - interval '31 seconds'`.execute(db)
  const stuck = ['counts are due and nobody sends them', 'accounts are due and nobody syncs them']
  expect(await both()).toEqual(stuck)

  await pauseSending(db, { reason: 'test', detail: '', by: 'test' })
  expect(await both()).toEqual(nothing)
  await resumeSending(db, 'test')
  await sql`update connection set status = 'needs_key'`.execute(db)
  expect(await both()).toEqual(nothing)
  await sql`update connection set status = 'active'`.execute(db)
  expect(await both()).toEqual(stuck)

  const attempt = {
    connection_id: connectionId,
    worker: 'test',
    started_at: new Date('2026-11-01'),
    http_status: 201,
    reason: null,
    message: null,
  }
  const rest = { unit_count: null, revision: null, no_build: null, account_count: null, finished_at: sql<Date>`now()` }
  const push = await db.selectFrom('push').select('id').executeTakeFirstOrThrow()
  await db
    .insertInto('attempt')
    .values({ ...attempt, ...rest, call: 'count', push_id: push.id, sync_id: null })
    .execute()
  expect(await both()).toEqual([undefined, stuck[1]])
})
