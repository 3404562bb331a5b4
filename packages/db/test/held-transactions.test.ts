import { givenConnection, givenPartner } from '@bridge/testkit'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import {
  type Claim,
  claimPush,
  confirmLostCalls,
  disconnect,
  openRebuilds,
  planRun,
  putUsage,
  reconcileAccounts,
  releaseLostClaims,
  sweepPushes,
} from '../src/index.ts'
import { LATER, PERIOD, useTestLedger } from './test-ledger.ts'

const NEXT = '2026-11'
const SWEEP = { unmappedRetryAfterMs: 3_600_000, failedRetryAfterMs: 3_600_000, lostCallMs: 600_000 }
const { blocked, db, held, mustClaim, orderRun, pushOf, settle } = useTestLedger()

const pushIdOf = async (partnerId: string, companyId: string, period = PERIOD) =>
  (await pushOf(partnerId, companyId, period)).id

const report = (partnerId: string, companyId: string, billableUsers: number, period = PERIOD) =>
  putUsage(db(), { partnerId, companyId, period, billableUsers })

describe('what is decided while others write', () => {
  // `on conflict do nothing` in reviseOpenPushes, with a second run of a period that is planned already
  test('a first report that commits while Send now is planned for a partner that was billed already is sent', async () => {
    const partnerId = await givenPartner(db(), { companies: [{ id: 'old', usage: { [PERIOD]: 1 } }] })
    await givenConnection(db(), partnerId)
    const first = await orderRun(partnerId)
    await planRun(db(), first, LATER)
    await sweepPushes(db(), SWEEP)
    await sql`update billing_run set planned_at = planned_at - interval '1 hour', finished_at = now() where id = ${first}`.execute(
      db(),
    )
    await sweepPushes(db(), SWEEP)
    await sql`insert into company (partner_id, id, name) values (${partnerId}, 'new', 'New')`.execute(db())
    const second = await orderRun(partnerId)
    expect(second).not.toBe(first)
    // The plan has opened the new company's push as no_usage and has not committed yet.
    const row = await held((tx) =>
      sql`select from partner_run where partner_id = ${partnerId} for no key update`.execute(tx),
    )
    const planning = planRun(db(), second, LATER)
    await blocked(1)
    const reporting = report(partnerId, 'new', 12)
    await blocked(2)
    await row.commit()
    await planning
    expect(await reporting).toMatchObject({ usage: { billableUsers: 12 } })
    await sweepPushes(db(), SWEEP)
    await sweepPushes(db(), SWEEP)
    expect(await pushOf(partnerId, 'new')).toMatchObject({ outcome: 'waiting', revision: 1, unit_count: 12 })
  })

  // confirmLostCalls decides "busy" by its snapshot and the push by its newest version
  test('a lost call is not resolved by a sweep whose statement began before the last call of the run did', async () => {
    const partnerId = await givenPartner(db(), { companies: [{ id: 'a', usage: { [PERIOD]: 5 } }] })
    const connectionId = await givenConnection(db(), partnerId)
    await planRun(db(), await orderRun(partnerId), LATER)
    const id = await pushIdOf(partnerId, 'a')
    await mustClaim(id, 0)
    await releaseLostClaims(db())
    await report(partnerId, 'a', 7)
    await settle(await mustClaim(id), 'accepted')
    // The last call is opened and claimed while the sweep's statement, which has its snapshot, is on its way to the row (held up by other rows, say).
    const claimed: Claim[] = []
    const claiming = await held(async (tx) => {
      await openRebuilds(tx, [{ connectionId, period: PERIOD }])
      const last = await claimPush(tx, { pushId: id, worker: 'test', claimMs: 60_000 })
      if (last) claimed.push(last)
    })
    const confirming = confirmLostCalls(db(), { lostCallMs: 0 })
    await blocked(1)
    await claiming.commit()
    const again = await confirming
    expect(claimed).toMatchObject([{ rebuild: true, unitCount: 7 }])
    // Gradient took the lost 5 before this call, and does not answer it.
    for (const last of claimed) await settle(last, 'spent')
    const later = await confirmLostCalls(db(), { lostCallMs: 0 })
    expect([...again, ...later].map((push) => push.id)).toContain(id)
  })

  // a last call that could not be made refreshes settled_at, by which confirmLostCalls takes the number for newer than the lost call
  test('a lost call that is over is answered also when no sweep looked for half an hour and the last call failed meanwhile', async () => {
    const partnerId = await givenPartner(db(), { companies: [{ id: 'a', usage: { [PERIOD]: 5 } }] })
    const connectionId = await givenConnection(db(), partnerId)
    await planRun(db(), await orderRun(partnerId), LATER)
    const id = await pushIdOf(partnerId, 'a')
    const lost = await mustClaim(id, 0)
    await releaseLostClaims(db())
    await report(partnerId, 'a', 7)
    await settle(await mustClaim(id), 'accepted')
    await settle(lost, 'accepted') // comes back: over, its 5 may have come after the 7
    await sql`update lost_call set lost_at = lost_at - interval '30 minutes', over_at = over_at - interval '30 minutes' where claim_token = ${lost.claimToken}`.execute(
      db(),
    )
    await sql`update push set settled_at = settled_at - interval '31 minutes' where id = ${id}`.execute(db())
    await openRebuilds(db(), [{ connectionId, period: PERIOD }])
    const last = await mustClaim(id)
    expect(last.rebuild).toBe(true)
    await settle(last, 'spent')
    expect((await pushOf(partnerId, 'a')).outcome).toBe('accepted')
    expect((await confirmLostCalls(db(), { lostCallMs: 600_000 })).map((push) => push.id)).toContain(id)
  })

  // the zero of an archived company is forgotten by a new connection
  test('the zero of an archived company is owed also after the partner disconnected and connected again', async () => {
    const partnerId = await givenPartner(db(), { companies: [{ id: 'a', usage: { [PERIOD]: 5 } }] })
    const first = await givenConnection(db(), partnerId, { lastClosedPeriod: PERIOD })
    await planRun(db(), await orderRun(partnerId), LATER)
    await settle(await mustClaim(await pushIdOf(partnerId, 'a')), 'accepted') // Gradient shows 5
    await sql`update company set archived_at = now(), last_period = ${PERIOD} where partner_id = ${partnerId}`.execute(
      db(),
    )
    await db()
      .transaction()
      .execute((tx) => disconnect(tx, first))
    await givenConnection(db(), partnerId, { lastClosedPeriod: NEXT })
    await planRun(db(), await orderRun(partnerId, NEXT), LATER)
    expect(await pushOf(partnerId, 'a', NEXT)).toMatchObject({ outcome: 'waiting', final_zero: true, unit_count: 0 })
  })

  // a partner that connects between two statements of a plan
  test('a run of all partners is planned although one connects in the middle of it', async () => {
    const one = await givenPartner(db(), {
      companies: [{ id: 'a', usage: { '2026-02': 1, '2026-03': 1 } }],
    })
    await givenConnection(db(), one)
    await planRun(db(), await orderRun(one, '2026-02'), LATER)
    const other = await givenPartner(db(), { companies: [{ id: 'a', usage: { '2026-03': 1 } }] })
    const runId = await orderRun(null, '2026-03')
    // The plan is held while it supersedes the push of February.
    const row = await held((tx) => sql`select from push where partner_id = ${one} for update`.execute(tx))
    const planning = planRun(db(), runId, LATER).then(
      () => null,
      (error: unknown) => error,
    )
    await blocked(1)
    await givenConnection(db(), other)
    await row.commit()
    expect(await planning).toBeNull()
  })

  // a lost call that was given up after LOST_CALL_MS, and whose worker comes back with the news that Gradient took it only now
  test('a worker that comes back later than LOST_CALL_MS and says that Gradient took its old number has the newer one sent after it', async () => {
    const partnerId = await givenPartner(db(), { companies: [{ id: 'a', usage: { [PERIOD]: 5 } }] })
    await givenConnection(db(), partnerId)
    await planRun(db(), await orderRun(partnerId), LATER)
    const id = await pushIdOf(partnerId, 'a')
    const stopped = await mustClaim(id, 0)
    await releaseLostClaims(db())
    await report(partnerId, 'a', 7)
    await settle(await mustClaim(id), 'accepted')
    await confirmLostCalls(db(), { lostCallMs: 0 }) // LOST_CALL_MS has passed
    await settle(await mustClaim(id), 'accepted')
    await confirmLostCalls(db(), { lostCallMs: 0 })
    expect(await settle(stopped, 'accepted')).toEqual({ fenced: true })
    expect((await confirmLostCalls(db(), { lostCallMs: 600_000 })).map((push) => push.id)).toContain(id)
  })

  /** A company whose account is in Gradient, with its number accepted or about to be. */
  async function withAccount() {
    const partnerId = await givenPartner(db(), { companies: [{ id: 'a', usage: { [PERIOD]: 5 } }] })
    const connectionId = await givenConnection(db(), partnerId)
    await planRun(db(), await orderRun(partnerId), LATER)
    await reconcileAccounts(db(), { connectionId, listed: [{ id: 'a', name: 'Company a' }] })
    return { partnerId, connectionId, id: await pushIdOf(partnerId, 'a') }
  }

  // reconcileAccounts sends again what is accepted; not what Gradient took and has not been settled yet
  test('a number that Gradient took is sent again where its account was found to be gone before the answer was settled', async () => {
    const { partnerId, connectionId, id } = await withAccount()
    const claim = await mustClaim(id)
    // Gradient took 5; then the account is deleted there, which the sync sees; then the worker settles.
    await reconcileAccounts(db(), { connectionId, listed: [] })
    await settle(claim, 'accepted')
    await reconcileAccounts(db(), { connectionId, listed: [] })
    await sweepPushes(db(), SWEEP)
    expect(await pushOf(partnerId, 'a')).toMatchObject({ outcome: 'waiting' })
  })

  // the same with a push that waits as the last call of its run, which may end without Gradient's yes
  test('a number that went with its account is sent again also where its push just waited for the last call of the run', async () => {
    const { partnerId, connectionId, id } = await withAccount()
    await settle(await mustClaim(id), 'accepted')
    await openRebuilds(db(), [{ connectionId, period: PERIOD }])
    await reconcileAccounts(db(), { connectionId, listed: [] })
    await settle(await mustClaim(id), 'spent')
    await reconcileAccounts(db(), { connectionId, listed: [] })
    await sweepPushes(db(), SWEEP)
    expect((await pushOf(partnerId, 'a')).outcome).not.toBe('accepted')
  })

  // what would make S6 impossible: Postgres ends such a transaction, so that the reporter is not told yes
  test('a transaction that stands idle is ended by Postgres before its report would no longer be compared', async () => {
    const { rows } = await sql<{ ms: number }>`
      select setting::integer as ms from pg_settings where name = 'idle_in_transaction_session_timeout'`.execute(db())
    expect(rows[0]?.ms).toBeGreaterThan(0)
    expect(rows[0]?.ms).toBeLessThan(600_000)
  })

  // the settling has its snapshot before reconcileAccounts commits, and its turn at the push's row after
  test('also where the settling waits for the row that the reconciling holds', async () => {
    const companies = ['a', 'b'].map((id) => ({ id, usage: { [PERIOD]: 5 } }))
    const partnerId = await givenPartner(db(), { companies })
    const connectionId = await givenConnection(db(), partnerId)
    await planRun(db(), await orderRun(partnerId), LATER)
    const listed = companies.map(({ id }) => ({ id, name: `Company ${id}` }))
    await reconcileAccounts(db(), { connectionId, listed })
    const claim = await mustClaim(await pushIdOf(partnerId, 'a'))
    const b = await pushIdOf(partnerId, 'b')
    await settle(await mustClaim(b), 'accepted')
    const row = await held((tx) => sql`select from push where id = ${b} for update`.execute(tx))
    const reconciling = reconcileAccounts(db(), { connectionId, listed: [] })
    await blocked(1)
    const settling = settle(claim, 'accepted')
    // It may also be done before: then the reconciling sees the accepted push.
    await Promise.race([blocked(2), settling])
    await row.commit()
    await Promise.all([reconciling, settling])
    await sweepPushes(db(), SWEEP)
    expect(await pushOf(partnerId, 'a')).toMatchObject({ outcome: 'waiting' })
  })

  // the other side of S4
  test('no zero is owed after connecting again where the account of the archived company is gone from Gradient', async () => {
    const partnerId = await givenPartner(db(), { companies: [{ id: 'a', usage: { [PERIOD]: 5 } }] })
    const first = await givenConnection(db(), partnerId, { lastClosedPeriod: PERIOD })
    await planRun(db(), await orderRun(partnerId), LATER)
    await settle(await mustClaim(await pushIdOf(partnerId, 'a')), 'accepted')
    await sql`update company set archived_at = now(), last_period = ${PERIOD} where partner_id = ${partnerId}`.execute(
      db(),
    )
    await db()
      .transaction()
      .execute((tx) => disconnect(tx, first))
    const second = await givenConnection(db(), partnerId, { lastClosedPeriod: NEXT })
    await reconcileAccounts(db(), { connectionId: second, listed: [] })
    await planRun(db(), await orderRun(partnerId, '2026-12'), LATER)
    expect(await db().selectFrom('push').selectAll().where('connection_id', '=', second).execute()).toEqual([])
  })
})

test('who orders a run is not answered with one that is over, though nobody has noticed yet', async () => {
  const partnerId = await givenPartner(db(), { companies: [{ id: 'a', usage: { [PERIOD]: 1 } }] })
  const first = await givenConnection(db(), partnerId)
  const dead = await orderRun(partnerId)
  await planRun(db(), dead, LATER)
  await db()
    .transaction()
    .execute((tx) => disconnect(tx, first))
  await givenConnection(db(), partnerId)
  expect(await orderRun(partnerId)).not.toBe(dead)
})
