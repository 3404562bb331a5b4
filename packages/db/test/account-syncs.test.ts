import { createTestDatabase, givenConnection, givenPartner, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  callsUnderWay,
  claimPush,
  claimSync,
  disconnect,
  finishSync,
  planRun,
  putCompany,
  reconcileAccounts,
  releaseSync,
  renewSync,
  requestAccountSync,
  type SyncClaim,
  settlePush,
  startRun,
  sweepSyncs,
} from '../src/index.ts'
import { acceptedBy } from './accepted-by.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const CLAIM_MS = 60_000

async function connected(companies: { id: string; name?: string }[] = [{ id: 'a' }]) {
  const partnerId = await givenPartner(database.db, { companies })
  return { partnerId, connectionId: await givenConnection(database.db, partnerId) }
}

async function claimed(syncId: string, claimMs = CLAIM_MS): Promise<SyncClaim> {
  const claim = await claimSync(database.db, { syncId, claimMs })
  if (!claim) throw new Error(`sync ${syncId} was not claimed`)
  return claim
}

async function syncOf(id: string) {
  return database.db.selectFrom('account_sync').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

test('many who ask at once are answered with one sync; who asks while it runs gets one more behind it', async () => {
  const { connectionId } = await connected()
  const asked = await Promise.all(Array.from({ length: 20 }, () => requestAccountSync(database.db, connectionId)))
  expect(new Set(asked.map((sync) => sync.id)).size).toBe(1)
  expect(asked.filter((sync) => sync.created)).toHaveLength(1)
  await claimed(asked[0]?.id ?? '')
  const behind = await requestAccountSync(database.db, connectionId)
  expect(behind.created).toBe(true)
  expect(await claimSync(database.db, { syncId: behind.id, claimMs: CLAIM_MS })).toBeNull()
})

test('registrations of one partner stand in no line: one of them makes the sync, the others do not wait for its row', async () => {
  const { partnerId, connectionId } = await connected([])
  const register = (companyId: string) => putCompany(database.db, { partnerId, companyId, name: companyId })
  const first = await register('first')
  expect(first?.sync).not.toBeNull()
  await database.db.transaction().execute(async (tx) => {
    await sql`select from account_sync where connection_id = ${connectionId} for update`.execute(tx)
    const others = await Promise.all(Array.from({ length: 5 }, (_, at) => register(`other-${at}`)))
    expect(others.map((put) => put?.sync)).toEqual([null, null, null, null, null])
  })
  await claimed(first?.sync?.id ?? '')
  expect((await register('late'))?.sync, 'one more behind the one that has begun').toMatchObject({ nudge: 1 })
  const { rows } = await sql`select from account where connection_id = ${connectionId} and due`.execute(database.db)
  expect(rows).toHaveLength(7)
})

test('of twenty workers one claims, and the next sync runs when it has finished', async () => {
  const { connectionId } = await connected()
  const { id } = await requestAccountSync(database.db, connectionId)
  const claims = await Promise.all(
    Array.from({ length: 20 }, () => claimSync(database.db, { syncId: id, claimMs: CLAIM_MS })),
  )
  const [claim, ...others] = claims.filter((each) => each !== null)
  expect(others).toEqual([])
  if (!claim) throw new Error('nobody claimed')
  const behind = await requestAccountSync(database.db, connectionId)
  const next = await finishSync(database.db, claim, { status: 'done', error: null })
  expect(next, 'its first job found another running').toEqual({ id: behind.id, nudge: behind.nudge + 1 })
  expect(await claimSync(database.db, { syncId: behind.id, claimMs: CLAIM_MS })).not.toBeNull()
})

test('a sync whose worker is gone is queued again, in a new round; its old worker may make no more calls', async () => {
  const { connectionId } = await connected()
  const { id } = await requestAccountSync(database.db, connectionId)
  const gone = await claimed(id, -1_000)
  expect(await sweepSyncs(database.db)).toContainEqual({ id, nudge: 2 })
  const next = await claimed(id)
  expect(await renewSync(database.db, gone, CLAIM_MS)).toBe(false)
  expect(await renewSync(database.db, next, CLAIM_MS)).toBe(true)
})

test('a sync that is given back waits its time, or ends where another waits behind it', async () => {
  const { connectionId } = await connected()
  const { id } = await requestAccountSync(database.db, connectionId)
  await releaseSync(database.db, await claimed(id), { retryInMs: 3_600_000, error: 'no answer' })
  expect(await syncOf(id)).toMatchObject({ status: 'queued', error: 'no answer' })
  expect((await sweepSyncs(database.db)).map((sync) => sync.id)).not.toContain(id)
  const claim = await claimed(id)
  const behind = await requestAccountSync(database.db, connectionId)
  const next = await releaseSync(database.db, claim, { retryInMs: 3_600_000, error: 'no answer' })
  expect(await syncOf(id)).toMatchObject({ status: 'failed', finished_at: expect.any(Date) })
  expect(next).toEqual({ id: behind.id, nudge: behind.nudge + 1 })
  expect(
    (await sweepSyncs(database.db)).map((sync) => sync.id),
    'it waits as long',
  ).not.toContain(behind.id)
})

test('after a disconnect a running sync may make no more calls, is no longer under way once it ends, and is cancelled', async () => {
  const { connectionId } = await connected()
  const { id } = await requestAccountSync(database.db, connectionId)
  const claim = await claimed(id)
  await database.db.transaction().execute((tx) => disconnect(tx, connectionId))
  expect(await callsUnderWay(database.db, connectionId)).toBe(1)
  expect(await renewSync(database.db, claim, CLAIM_MS)).toBe(false)
  await releaseSync(database.db, claim, { retryInMs: 0, error: 'the partner disconnected' })
  expect(await callsUnderWay(database.db, connectionId)).toBe(0)
  expect((await syncOf(id)).status).toBe('cancelled')
})

test('accounts that are due and have no sync get one from the sweep', async () => {
  const { connectionId } = await connected()
  await sweepSyncs(database.db)
  const rows = await database.db
    .selectFrom('account_sync')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .execute()
  expect(rows).toMatchObject([{ status: 'queued' }])
})

test('Gradient’s list tells what is there, what is missing, what is gone and what was renamed', async () => {
  const { partnerId, connectionId } = await connected([
    { id: 'there', name: 'There' },
    { id: 'missing', name: 'Missing' },
    { id: 'renamed', name: 'Old' },
    { id: 'spelled', name: 'Spelled' },
  ])
  const listed = ['there', 'renamed', 'spelled'].map((id) => ({
    id,
    name: { there: 'There', renamed: 'Old', spelled: 'Spelled' }[id] ?? '',
  }))
  const first = await reconcileAccounts(database.db, { connectionId, listed })
  expect(first).toEqual({ create: [{ companyId: 'missing', name: 'Missing' }], rename: [], lost: 0 })

  await sql`update company set name = 'New' where partner_id = ${partnerId} and id = 'renamed'`.execute(database.db)
  await sql`update account set due = true where connection_id = ${connectionId} and company_id = 'renamed'`.execute(
    database.db,
  )
  const inItsOwnSpelling = [
    { id: 'renamed', name: 'Old' },
    { id: 'spelled', name: 'SPELLED ' },
  ]
  const second = await reconcileAccounts(database.db, { connectionId, listed: inItsOwnSpelling })
  expect(second.rename).toEqual([{ companyId: 'renamed', name: 'New' }])
  expect(second.create.map((account) => account.companyId)).toEqual(['missing', 'there'])
  expect(second.lost).toBe(1)
  const there = await database.db
    .selectFrom('account')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('company_id', '=', 'there')
    .executeTakeFirstOrThrow()
  expect(there).toMatchObject({ state: 'gone', reason: 'no longer in Gradient' })
})

test('an account that is gone took its number with it: what was accepted for the newest period is sent again, an archived company’s is not', async () => {
  const usage = { '2026-09': 5, '2026-10': 7 }
  const partnerId = await givenPartner(database.db, {
    companies: [
      { id: 'gone', usage },
      { id: 'there', usage },
      { id: 'archived', usage, lastPeriod: '2026-10' },
    ],
  })
  const connectionId = await givenConnection(database.db, partnerId)
  const there = ['gone', 'there', 'archived'].map((id) => ({ id, name: `Company ${id}` }))
  await reconcileAccounts(database.db, { connectionId, listed: there })
  for (const period of ['2026-09', '2026-10']) await billed(partnerId, period)
  const { lost } = await reconcileAccounts(database.db, { connectionId, listed: there.slice(1, 2) })
  expect(lost).toBe(1)
  const pushes = await database.db
    .selectFrom('push')
    .selectAll()
    .where('partner_id', '=', partnerId)
    .orderBy('company_id')
    .orderBy('period')
    .execute()
  expect(pushes.map((push) => [push.company_id, push.period, push.outcome, push.nudge])).toEqual([
    ['archived', '2026-09', 'accepted', 1],
    ['archived', '2026-10', 'accepted', 1],
    ['gone', '2026-09', 'accepted', 1],
    ['gone', '2026-10', 'waiting', 2],
    ['there', '2026-09', 'accepted', 1],
    ['there', '2026-10', 'accepted', 1],
  ])
  const accounts = await database.db
    .selectFrom('account')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .orderBy('company_id')
    .execute()
  expect(accounts.map((account) => [account.company_id, account.state, account.accepted_count, account.due])).toEqual([
    ['archived', 'gone', null, false],
    ['gone', 'gone', null, true],
    ['there', 'present', 7, false],
  ])
})

/** Bills a period: every push of the partner is accepted. */
async function billed(partnerId: string, period: string) {
  const connectedBy = new Date('2100-01-01T00:00:00Z')
  const order = { period, kind: 'requested', partnerId, deadlineAt: connectedBy, connectedBy } as const
  const run = await startRun(database.db, order)
  await planRun(database.db, run?.id ?? '', connectedBy)
  const pushes = await database.db
    .selectFrom('push')
    .select('id')
    .where('partner_id', '=', partnerId)
    .where('period', '=', period)
    .execute()
  for (const { id } of pushes) {
    const claim = await claimPush(database.db, { pushId: id, worker: 'test', claimMs: CLAIM_MS })
    if (!claim) throw new Error(`push ${id} was not claimed`)
    await settlePush(database.db, acceptedBy(claim))
  }
}
