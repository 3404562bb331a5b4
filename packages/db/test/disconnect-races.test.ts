import { sql } from 'kysely'
import { expect, test } from 'vitest'
import {
  callsLeft,
  callsUnderWay,
  claimPush,
  claimSync,
  disconnect,
  endFarewell,
  oldCallsUnderWay,
  planRun,
  renewFarewell,
  requestAccountSync,
} from '../src/index.ts'
import { LATER, PERIOD, useTestLedger } from './test-ledger.ts'

const token = '00000000-0000-4000-8000-000000000001'
const { blocked, connectedPartner, db, held, orderRun } = useTestLedger()

const givenConnected = () => connectedPartner([{ id: 'a', usage: { [PERIOD]: 5 } }])

const pushesOf = (connectionId: string) =>
  db().selectFrom('push').select(['id', 'outcome']).where('connection_id', '=', connectionId).execute()

test('a claim that began before a disconnect had committed, of a push that the disconnect could not see, is waited for', async () => {
  const { partnerId, connectionId } = await givenConnected()
  const runId = await orderRun(partnerId)
  // The run is planned while the partner disconnects: neither sees the other.
  const disconnecting = await held(async (tx) => {
    await disconnect(tx, connectionId, { token, claimMs: 60_000 })
  })
  await planRun(db(), runId, LATER)
  const [push] = await pushesOf(connectionId)
  const pushId = push?.id ?? ''
  const row = await held((tx) => sql`select from push where id = ${pushId} for update`.execute(tx))
  const claiming = claimPush(db(), { pushId, worker: 'test', claimMs: 60_000 })
  await blocked(1)
  await disconnecting.commit()
  const left = callsLeft(db(), { connectionId, exceptToken: token })
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
  await planRun(db(), runId, LATER)
  await disconnecting.commit()
  expect(await pushesOf(connectionId)).toMatchObject([{ outcome: 'waiting' }])
  expect(await callsLeft(db(), { connectionId, exceptToken: token })).toBe(0)
  expect(await pushesOf(connectionId)).toMatchObject([{ outcome: 'cancelled' }])
})

test('a sync that was asked for beside a disconnect, or whose worker is gone, is cancelled before the disconnect is over', async () => {
  const { connectionId } = await givenConnected()
  const running = await requestAccountSync(db(), connectionId)
  await claimSync(db(), { syncId: running.id, claimMs: 60_000 })
  const disconnecting = await held(async (tx) => {
    await disconnect(tx, connectionId)
  })
  await requestAccountSync(db(), connectionId)
  await disconnecting.commit()
  expect(await callsLeft(db(), { connectionId, exceptToken: token })).toBe(1)
  await sql`update account_sync set claimed_until = now() - interval '1 second' where id = ${running.id}`.execute(db())
  expect(await callsLeft(db(), { connectionId, exceptToken: token })).toBe(0)
  const syncs = await db()
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
  await db()
    .transaction()
    .execute((tx) => disconnect(tx, connectionId, farewell))
  expect(await callsUnderWay(db(), connectionId)).toBe(1)
  expect(await oldCallsUnderWay(db(), partnerId)).toBe(1)
  expect(await oldCallsUnderWay(db(), other.partnerId)).toBe(0)
  expect(await callsLeft(db(), { connectionId, exceptToken: farewell.token })).toBe(0)
  expect(await renewFarewell(db(), { ...farewell, claimMs: -1 })).toBe(true)
  expect(await oldCallsUnderWay(db(), partnerId)).toBe(0)
  expect(await renewFarewell(db(), farewell)).toBe(false)
  await endFarewell(db(), farewell.token)
  expect(await db().selectFrom('key_probe').selectAll().where('token', '=', farewell.token).execute()).toEqual([])
})
