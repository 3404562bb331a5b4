import { createTestDatabase, givenConnection, givenPartner, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  accountProgressProblem,
  billingProgressProblem,
  pauseSending,
  planRun,
  requestAccountSync,
  resumeSending,
  runProgressProblem,
  startRun,
} from '../src/index.ts'

const LATER = new Date('2100-01-01')
const SENDS = /^Counts have been due for over 20 s .* is a billing worker running/
const SYNCS = /^Accounts have been due for over 20 s .* is an account worker running/
const RELEASES = /^Counts were taken by a worker that is gone, .* is a scheduler running/
let database: TestDatabase
let partnerId: string
let connectionId: string
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  const { db } = database
  await sql`truncate partner, company, usage_count, connection, account, account_sync, billing_run, partner_run, push, attempt, sending_pause cascade`.execute(
    db,
  )
  partnerId = await givenPartner(db, { companies: [{ id: 'a', usage: { '2026-10': 3 } }] })
  connectionId = await givenConnection(db, partnerId)
})
afterAll(() => database.close())

const both = async () => [await billingProgressProblem(database.db), await accountProgressProblem(database.db)]
const nothing = [undefined, undefined]
const stuck = [expect.stringMatching(SENDS), expect.stringMatching(SYNCS)]

async function workIsDueForSeconds(seconds: number) {
  const { db } = database
  const order = { period: '2026-10', partnerId, deadlineAt: LATER, connectedBy: LATER }
  const run = await startRun(db, { ...order, kind: 'requested' })
  await planRun(db, run?.id ?? '', LATER)
  await requestAccountSync(db, connectionId)
  await sql`update push set due_at = now() - ${seconds}::integer * interval '1 second'`.execute(db)
  await sql`update account_sync set due_at = now() - ${seconds}::integer * interval '1 second'`.execute(db)
}

async function callEnded(call: 'count' | 'accounts', secondsAgo: number) {
  const { db } = database
  const push = await db.selectFrom('push').select('id').executeTakeFirstOrThrow()
  const sync = await db.selectFrom('account_sync').select('id').executeTakeFirstOrThrow()
  await db
    .insertInto('attempt')
    .values({
      connection_id: connectionId,
      worker: 'test',
      started_at: new Date('2026-11-01'),
      finished_at: sql<Date>`now() - ${secondsAgo}::integer * interval '1 second'`,
      http_status: 201,
      reason: null,
      message: null,
      unit_count: null,
      revision: null,
      no_build: null,
      account_count: null,
      claim: null,
      call,
      push_id: call === 'count' ? push.id : null,
      sync_id: call === 'accounts' ? sync.id : null,
    })
    .execute()
}

test('readiness tells after 20 s when counts or accounts are due and nobody works on them', async () => {
  await workIsDueForSeconds(10)
  expect(await both()).toEqual(nothing)
  await workIsDueForSeconds(21)
  expect(await both()).toEqual(stuck)
})

test('it does not when there is a reason: an operator, a key that is needed or being judged', async () => {
  const { db } = database
  await workIsDueForSeconds(21)
  await pauseSending(db, { reason: 'test', detail: '', by: 'test' })
  expect(await both()).toEqual(nothing)
  await resumeSending(db, 'test')
  await sql`update connection set status = 'needs_key'`.execute(db)
  expect(await both()).toEqual(nothing)
  await sql`update connection set status = 'active', key_in_doubt_since = now() - interval '5 seconds'`.execute(db)
  expect(await both()).toEqual(nothing)
  await sql`update connection set key_in_doubt_since = now() - interval '30 seconds'`.execute(db)
  expect(await both()).toEqual(stuck)
})

test('it does not while calls of that kind end, however much is due', async () => {
  await workIsDueForSeconds(3_600)
  await callEnded('count', 5)
  expect(await both()).toEqual([undefined, stuck[1]])
  await callEnded('accounts', 5)
  expect(await both()).toEqual(nothing)
  await sql`delete from attempt`.execute(database.db)
  await callEnded('count', 25)
  await callEnded('accounts', 25)
  expect(await both()).toEqual(stuck)
})

test('a claim that ran out and that nobody released is work without progress, also while others are sent or sending is paused', async () => {
  const { db } = database
  await workIsDueForSeconds(0)
  const claimedUntil = (seconds: number) =>
    sql`update push set outcome = 'sending', claim_token = gen_random_uuid(), claimed_until = now() + ${seconds}::integer * interval '1 second'`.execute(
      db,
    )
  await claimedUntil(-10)
  expect(await both()).toEqual(nothing)
  await claimedUntil(-21)
  await callEnded('count', 1)
  await pauseSending(db, { reason: 'test', detail: '', by: 'test' })
  expect(await both()).toEqual([expect.stringMatching(RELEASES), undefined])
})

test('a sync whose worker is gone is work without progress', async () => {
  await workIsDueForSeconds(600)
  const claimedUntil = (seconds: number) =>
    sql`update account_sync set status = 'running', claimed_until = now() + ${seconds}::integer * interval '1 second'`.execute(
      database.db,
    )
  await claimedUntil(20)
  expect((await both())[1]).toBeUndefined()
  await claimedUntil(-21)
  expect((await both())[1]).toMatch(SYNCS)
})

const TICK = new Date('2026-11-01T05:00:00Z')
const owed = { period: '2026-10', tickAt: TICK }
const afterTick = (seconds: number) => new Date(TICK.getTime() + seconds * 1_000)
const runProblem = (now: Date) => runProgressProblem(database.db, { owed, now })

test('a run that was ordered and is not planned after 20 s is told, of whatever kind; one that is planned or missed is not', async () => {
  const { db } = database
  const order = { period: '2026-10', partnerId, deadlineAt: LATER, connectedBy: LATER }
  const run = await startRun(db, { ...order, kind: 'requested' })
  const now = afterTick(-60)
  const orderedSecondsAgo = (seconds: number) =>
    sql`update billing_run set started_at = now() - ${seconds}::integer * interval '1 second'`.execute(db)
  await orderedSecondsAgo(10)
  expect(await runProblem(now)).toBeUndefined()
  await orderedSecondsAgo(21)
  expect(await runProblem(now)).toMatch(/^A run of 2026-10 was ordered over 20 s ago .* is a scheduler running/)
  await planRun(db, run?.id ?? '', LATER)
  expect(await runProblem(now)).toBeUndefined()
  await sql`update billing_run set planned_at = null, missed_at = now(), finished_at = now()`.execute(db)
  expect(await runProblem(now)).toBeUndefined()
})

test('a monthly run that is absent 20 s after its tick is told; not where nobody was connected then', async () => {
  const { db } = database
  const connectedAt = (at: Date) => sql`update connection set connected_at = ${at}`.execute(db)
  await connectedAt(TICK)
  expect(await runProblem(afterTick(15))).toBeUndefined()
  expect(await runProblem(afterTick(21))).toBe(
    'The run of 2026-10 has been due since 2026-11-01T05:00:00.000Z and has not begun: is a scheduler running, and does it reach Postgres?',
  )
  await connectedAt(afterTick(1))
  expect(await runProblem(afterTick(21))).toBeUndefined()
  await connectedAt(TICK)
  const order = { period: '2026-10', partnerId: null, deadlineAt: LATER, connectedBy: TICK }
  const run = await startRun(db, { ...order, kind: 'scheduled' })
  await planRun(db, run?.id ?? '', TICK)
  expect(await runProblem(afterTick(21))).toBeUndefined()
})
