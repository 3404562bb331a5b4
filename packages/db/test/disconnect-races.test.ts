import { createTestDatabase, givenConnection, givenPartner, type TestDatabase, waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  callsLeft,
  callsUnderWay,
  claimPush,
  claimSync,
  type Db,
  disconnect,
  endFarewell,
  oldCallsUnderWay,
  planRun,
  renewFarewell,
  requestAccountSync,
  startRun,
} from '../src/index.ts'

const PERIOD = '2026-10'
const LATER = new Date('2100-01-01')
const token = '00000000-0000-4000-8000-000000000001'
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

async function givenConnected() {
  const partnerId = await givenPartner(database.db, { companies: [{ id: 'a', usage: { [PERIOD]: 5 } }] })
  return { partnerId, connectionId: await givenConnection(database.db, partnerId) }
}

async function orderRun(partnerId: string): Promise<string> {
  const order = { period: PERIOD, kind: 'requested' as const, partnerId, deadlineAt: LATER, connectedBy: LATER }
  return (await startRun(database.db, order))?.id ?? ''
}

const pushesOf = (connectionId: string) =>
  database.db.selectFrom('push').select(['id', 'outcome']).where('connection_id', '=', connectionId).execute()

/** A transaction that stays open until it is told to commit. */
async function held(inside: (tx: Db) => Promise<unknown>): Promise<{ commit(): Promise<void> }> {
  const commit = Promise.withResolvers<void>()
  const entered = Promise.withResolvers<void>()
  const ended = database.db.transaction().execute(async (tx) => {
    await inside(tx)
    entered.resolve()
    await commit.promise
  })
  await Promise.race([entered.promise, ended])
  return {
    async commit() {
      commit.resolve()
      await ended
    },
  }
}

/** Waits until this many statements of the database wait for a row's lock. */
const blocked = (many: number) =>
  waitFor(
    async () => {
      const { rows } = await sql<{ waiting: number }>`
        select count(*)::integer as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        database.db,
      )
      return (rows[0]?.waiting ?? 0) >= many
    },
    { timeoutMs: 20_000, what: `${many} blocked statements` },
  )

test('a claim that began before a disconnect had committed, of a push that the disconnect could not see, is waited for', async () => {
  const { partnerId, connectionId } = await givenConnected()
  const runId = await orderRun(partnerId)
  // The run is planned while the partner disconnects: neither sees the other.
  const disconnecting = await held(async (tx) => {
    await disconnect(tx, connectionId, { token, claimMs: 60_000 })
  })
  await planRun(database.db, runId, LATER)
  const [push] = await pushesOf(connectionId)
  const pushId = push?.id ?? ''
  const row = await held((tx) => sql`select from push where id = ${pushId} for update`.execute(tx))
  const claiming = claimPush(database.db, { pushId, worker: 'test', claimMs: 60_000 })
  await blocked(1)
  await disconnecting.commit()
  const left = callsLeft(database.db, { connectionId, exceptToken: token })
  await blocked(2)
  await row.commit()
  const [claim, calls] = await Promise.all([claiming, left])
  expect(claim === null ? 0 : 1).toBe(calls)
  if (claim === null) expect(await pushesOf(connectionId)).toMatchObject([{ outcome: 'cancelled' }])
})

test('a push that was opened beside a disconnect is cancelled before the disconnect is over', async () => {
  const { partnerId, connectionId } = await givenConnected()
  const runId = await orderRun(partnerId)
  const disconnecting = await held(async (tx) => {
    await disconnect(tx, connectionId)
  })
  await planRun(database.db, runId, LATER)
  await disconnecting.commit()
  expect(await pushesOf(connectionId)).toMatchObject([{ outcome: 'waiting' }])
  expect(await callsLeft(database.db, { connectionId, exceptToken: token })).toBe(0)
  expect(await pushesOf(connectionId)).toMatchObject([{ outcome: 'cancelled' }])
})

test('a sync that was asked for beside a disconnect, or whose worker is gone, is cancelled before the disconnect is over', async () => {
  const { connectionId } = await givenConnected()
  const running = await requestAccountSync(database.db, connectionId)
  await claimSync(database.db, { syncId: running.id, claimMs: 60_000 })
  const disconnecting = await held(async (tx) => {
    await disconnect(tx, connectionId)
  })
  await requestAccountSync(database.db, connectionId)
  await disconnecting.commit()
  expect(await callsLeft(database.db, { connectionId, exceptToken: token })).toBe(1)
  await sql`update account_sync set claimed_until = now() - interval '1 second' where id = ${running.id}`.execute(
    database.db,
  )
  expect(await callsLeft(database.db, { connectionId, exceptToken: token })).toBe(0)
  const syncs = await database.db
    .selectFrom('account_sync')
    .select('status')
    .where('connection_id', '=', connectionId)
    .execute()
  expect(syncs.map(({ status }) => status)).toEqual(['cancelled', 'cancelled'])
})

test('a farewell is a call under way of an old connection until it ends or runs out; one that ran out may not be made', async () => {
  const { partnerId, connectionId } = await givenConnected()
  const other = await givenConnected()
  const farewell = { token: '00000000-0000-4000-8000-000000000002', claimMs: 60_000 }
  await database.db.transaction().execute((tx) => disconnect(tx, connectionId, farewell))
  expect(await callsUnderWay(database.db, connectionId)).toBe(1)
  expect(await oldCallsUnderWay(database.db, partnerId)).toBe(1)
  expect(await oldCallsUnderWay(database.db, other.partnerId)).toBe(0)
  expect(await callsLeft(database.db, { connectionId, exceptToken: farewell.token })).toBe(0)
  expect(await renewFarewell(database.db, { ...farewell, claimMs: -1 })).toBe(true)
  expect(await oldCallsUnderWay(database.db, partnerId)).toBe(0)
  expect(await renewFarewell(database.db, farewell)).toBe(false)
  await endFarewell(database.db, farewell.token)
  expect(await database.db.selectFrom('key_probe').selectAll().where('token', '=', farewell.token).execute()).toEqual(
    [],
  )
})
