import { givenConnection, givenPartner } from '@bridge/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import {
  claimDue,
  confirmLostCalls,
  disconnect,
  openRebuilds,
  planRun,
  releaseLostClaims,
  settlePush,
  startRun,
} from '../src/index.ts'
import { LATER, PERIOD, useTestLedger } from './test-ledger.ts'

const { connectedPartner, db, mustClaim, pushOf, report, runFor, settle } = useTestLedger()

async function givenPush(usage = 5) {
  const { partnerId, connectionId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: usage } }])
  await runFor(partnerId)
  const read = () => pushOf(partnerId, 'a')
  return { partnerId, connectionId, pushId: (await read()).id, read }
}

const released = async (pushId: string) => (await releaseLostClaims(db())).some(({ id }) => id === pushId)
const confirmed = async (pushId: string, lostCallMs: number) =>
  (await confirmLostCalls(db(), { lostCallMs })).some(({ id }) => id === pushId)

test('a claim that ran out is taken back once, and its call is kept as a lost one', async () => {
  const { pushId, connectionId } = await givenPush()
  const claim = await mustClaim(pushId, 0)
  expect(await released(pushId)).toBe(true)
  expect(await released(pushId)).toBe(false)
  const lost = await db().selectFrom('lost_call').selectAll().where('push_id', '=', pushId).execute()
  expect(lost).toMatchObject([
    { claim_token: claim.claimToken, connection_id: connectionId, company_id: 'a', unit_count: 5, over_at: null },
  ])
})

test('a claim that still holds is left alone', async () => {
  const { pushId, read } = await givenPush()
  await mustClaim(pushId)
  expect(await released(pushId)).toBe(false)
  expect((await read()).outcome).toBe('sending')
})

test('a newer number that was taken while an older call was lost sight of is sent once more when that call is over, and only then', async () => {
  const { pushId, partnerId, read } = await givenPush(5)
  await mustClaim(pushId, 0)
  await released(pushId)
  await report(partnerId, 'a', 6)
  await settle(await mustClaim(pushId), 'accepted')
  expect(await confirmed(pushId, 600_000)).toBe(false)
  expect((await read()).outcome).toBe('accepted')
  expect(await confirmed(pushId, 0)).toBe(true)
  const again = await mustClaim(pushId)
  expect(again.unitCount).toBe(6)
  await settle(again, 'accepted')
  expect(await confirmed(pushId, 0)).toBe(false)
})

test('a worker that comes back after its claim ran out decides nothing, and its call is known to be over at once', async () => {
  const { pushId, partnerId, read } = await givenPush(5)
  const stopped = await mustClaim(pushId, 0)
  await released(pushId)
  await report(partnerId, 'a', 6)
  await settle(await mustClaim(pushId), 'accepted')
  expect(await settle(stopped, 'accepted')).toEqual({ fenced: true })
  expect(await read()).toMatchObject({ outcome: 'accepted', unit_count: 6 })
  expect(await confirmed(pushId, 600_000)).toBe(true)
  expect(await read()).toMatchObject({ outcome: 'waiting', unit_count: 6 })
})

test('one that comes back without an answer leaves open whether it is over', async () => {
  const { pushId, partnerId } = await givenPush(5)
  const stopped = await mustClaim(pushId, 0)
  await released(pushId)
  await report(partnerId, 'a', 6)
  await settle(await mustClaim(pushId), 'accepted')
  await settle(stopped, 'retry', { ambiguous: true })
  expect(await confirmed(pushId, 600_000)).toBe(false)
  expect(await confirmed(pushId, 0)).toBe(true)
})

test('a call without an answer is a lost one too; the same number sent again needs no confirmation', async () => {
  const { pushId, read } = await givenPush(5)
  await settle(await mustClaim(pushId), 'retry', { ambiguous: true })
  await settle(await mustClaim(pushId), 'accepted')
  expect(await confirmed(pushId, 0)).toBe(false)
  expect((await read()).outcome).toBe('accepted')
  const lost = await db().selectFrom('lost_call').selectAll().where('push_id', '=', pushId).execute()
  expect(lost).toMatchObject([{ resolved_at: expect.any(Date) }])
})

test('while the company’s number is being sent, the lost call is looked at again later', async () => {
  const { pushId, partnerId } = await givenPush(5)
  await settle(await mustClaim(pushId), 'retry', { ambiguous: true })
  await report(partnerId, 'a', 6)
  const sending = await mustClaim(pushId)
  expect(await confirmed(pushId, 0)).toBe(false)
  await settle(sending, 'accepted')
  expect(await confirmed(pushId, 0)).toBe(true)
})

test('an outcome that is said twice is one attempt and one outcome', async () => {
  const { pushId, read } = await givenPush()
  const claim = await mustClaim(pushId)
  expect(await settle(claim, 'accepted')).toMatchObject({ fenced: false, outcome: 'accepted' })
  expect(await settle(claim, 'accepted')).toEqual({ fenced: true })
  expect(await db().selectFrom('attempt').selectAll().where('push_id', '=', pushId).execute()).toHaveLength(1)
  expect((await read()).outcome).toBe('accepted')
})

test('a count that Gradient took before and does not map now has its account looked at again', async () => {
  const { pushId, partnerId, connectionId } = await givenPush()
  const account = () =>
    db().selectFrom('account').selectAll().where('connection_id', '=', connectionId).executeTakeFirstOrThrow()
  await settle(await mustClaim(pushId), 'accepted')
  await db().updateTable('account').set({ due: false }).where('connection_id', '=', connectionId).execute()
  await report(partnerId, 'a', 6)
  const claim = await mustClaim(pushId)
  await settlePush(db(), {
    ...claim,
    result: 'unmapped',
    called: true,
    ambiguous: false,
    retryInMs: 0,
    worker: 'test',
    noBuild: true,
    startedAt: LATER,
    finishedAt: LATER,
    httpStatus: 404,
    reason: 'unmapped',
    message: null,
  })
  expect((await account()).due).toBe(true)
})

test('two workers that look for due pushes at the same time never take the same one, and the first turns come first', async () => {
  const companies = Array.from({ length: 30 }, (_, index) => ({ id: `c${index}`, usage: { [PERIOD]: index } }))
  const partnerId = await givenPartner(db(), { companies })
  const connectionId = await givenConnection(db(), partnerId)
  const order = { period: PERIOD, kind: 'requested' as const, partnerId, deadlineAt: LATER, connectedBy: LATER }
  const run = await startRun(db(), order)
  await planRun(db(), run?.id ?? '', LATER)
  const others = await sql<{ id: string }>`select id from connection where id <> ${connectionId}`.execute(db())
  const take = (limit: number) =>
    claimDue(db(), {
      limit,
      worker: 'test',
      claimMs: 60_000,
      exceptConnections: others.rows.map(({ id }) => id),
    })
  await sql`update push set due_at = now() - interval '1 minute' where connection_id = ${connectionId}`.execute(db())
  const taken = (await Promise.all([take(10), take(10), take(10)])).flat()
  expect(taken).toHaveLength(30)
  expect(new Set(taken.map(({ pushId }) => pushId)).size).toBe(30)
  expect(await take(10)).toEqual([])
})

test('a number that is corrected while it waits as the last call of its run is sent, whatever becomes of that call', async () => {
  const { pushId, partnerId, connectionId, read } = await givenPush(5)
  await settle(await mustClaim(pushId), 'accepted')
  await openRebuilds(db(), [{ connectionId, period: PERIOD }])
  await report(partnerId, 'a', 7)
  const claim = await mustClaim(pushId)
  expect(claim).toMatchObject({ unitCount: 7, rebuild: false })
  await settle(claim, 'spent')
  expect(await read()).toMatchObject({ outcome: 'failed', unit_count: 7 })
})

test('a number that is corrected while the last call of its run is being sent is sent, also where that call is given up', async () => {
  const { pushId, partnerId, connectionId, read } = await givenPush(5)
  await settle(await mustClaim(pushId), 'accepted')
  await openRebuilds(db(), [{ connectionId, period: PERIOD }])
  const lastCall = await mustClaim(pushId)
  expect(lastCall.rebuild).toBe(true)
  await report(partnerId, 'a', 7)
  await settle(lastCall, 'spent')
  expect((await read()).outcome).toBe('waiting')
  expect(await mustClaim(pushId)).toMatchObject({ unitCount: 7, rebuild: false })
})

test('a lost call that ends while the last call of a run waits makes it an ordinary one, which must be taken', async () => {
  const { pushId, partnerId, connectionId, read } = await givenPush(5)
  await settle(await mustClaim(pushId), 'retry', { ambiguous: true })
  await report(partnerId, 'a', 7)
  await settle(await mustClaim(pushId), 'accepted')
  await openRebuilds(db(), [{ connectionId, period: PERIOD }])
  expect(await confirmed(pushId, 0)).toBe(true)
  const claim = await mustClaim(pushId)
  expect(claim).toMatchObject({ unitCount: 7, rebuild: false })
  await settle(claim, 'spent')
  expect((await read()).outcome).toBe('failed')
})

test('a lost call of an earlier connection is answered on the present one', async () => {
  const { pushId, partnerId, connectionId } = await givenPush(5)
  await settle(await mustClaim(pushId), 'retry', { ambiguous: true })
  await db()
    .transaction()
    .execute((tx) => disconnect(tx, connectionId))
  await report(partnerId, 'a', 7)
  await givenConnection(db(), partnerId)
  const order = { period: PERIOD, kind: 'requested' as const, partnerId, deadlineAt: LATER, connectedBy: LATER }
  const run = await startRun(db(), order)
  await planRun(db(), run?.id ?? '', LATER)
  const present = await db()
    .selectFrom('push')
    .select('id')
    .where('partner_id', '=', partnerId)
    .where('outcome', '=', 'waiting')
    .executeTakeFirstOrThrow()
  await settle(await mustClaim(present.id), 'accepted')
  expect(await confirmed(present.id, 0)).toBe(true)
})

test('an older period’s number that was taken after a newer period had begun is followed by the newer one', async () => {
  const { pushId, partnerId, connectionId } = await givenPush(5)
  const late = await mustClaim(pushId)
  await sql`insert into usage_count (partner_id, company_id, period, billable_users, revision)
    values (${partnerId}, 'a', '2026-11', 9, 1)`.execute(db())
  await sql`insert into partner_run (connection_id, period, partner_id, run_id)
    select ${connectionId}, '2026-11', ${partnerId}, run_id from partner_run where connection_id = ${connectionId}`.execute(
    db(),
  )
  const { rows } = await sql<{ id: string }>`
    insert into push (connection_id, partner_id, company_id, period, turn, outcome, unit_count, revision, settled_at)
    values (${connectionId}, ${partnerId}, 'a', '2026-11', 1, 'accepted', 9, 1, now()) returning id`.execute(db())
  await settle(late, 'accepted')
  expect(await confirmed(rows[0]?.id ?? '', 600_000)).toBe(true)
})

test('a claim whose call could not begin any more is no attempt, and does not count as one', async () => {
  const { pushId, read } = await givenPush()
  await settle(await mustClaim(pushId), 'retry')
  await settlePush(db(), {
    ...(await mustClaim(pushId)),
    result: 'postponed',
    called: false,
    ambiguous: false,
    retryInMs: 0,
    worker: 'test',
    noBuild: true,
    startedAt: LATER,
    finishedAt: LATER,
    httpStatus: null,
    reason: null,
    message: 'not sent: its claim ran out',
  })
  expect(await db().selectFrom('attempt').selectAll().where('push_id', '=', pushId).execute()).toHaveLength(1)
  expect(await read()).toMatchObject({ outcome: 'waiting', attempts: 1, tries: 1 })
})
