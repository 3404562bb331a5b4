import { type RawBuilder, sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import {
  advanceNudges,
  callsLeft,
  confirmLostCalls,
  deferAccounts,
  markAccountsPresent,
  planRun,
  releaseLostClaims,
  sweepPushes,
  syncAllAccounts,
  syncByOperator,
} from '../src/index.ts'
import { LATER, PERIOD } from './test-ledger.ts'
import { ANNA, useTestRetries } from './test-retries.ts'

const BEFORE = '2026-09'
const HOUR_MS = 3_600_000
const {
  blocked,
  connectedPartner,
  db,
  held,
  look,
  month,
  mustClaim,
  ordered,
  orderRun,
  partnerWith,
  pushOf,
  runFor,
  settle,
} = useTestRetries()

beforeAll(async () => {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db())
  await sql`alter database ${sql.id(rows[0]?.name ?? '')} set deadlock_timeout = '100ms'`.execute(db())
})

/**
 * Has the work meet a transaction (an import that corrects counts, say) that holds one row and then asks for another, which the work holds by then. It is the work that
 * Postgres ends, since the other looks for a deadlock only after a minute.
 */
async function inDeadlock<Value>(meeting: {
  holds: RawBuilder<unknown>
  asksFor: RawBuilder<unknown>
  work: () => Promise<Value>
}): Promise<Value> {
  const { working } = await db()
    .transaction()
    .execute(async (tx) => {
      await sql`set local deadlock_timeout = '1min'`.execute(tx)
      await meeting.holds.execute(tx)
      const working = meeting.work()
      working.catch(() => undefined)
      await blocked(1)
      await meeting.asksFor.execute(tx)
      return { working }
    })
  return working
}

const rowOf = (table: string, id: string) => sql`select from ${sql.table(table)} where id = ${id} for update`

/** A partner of two companies whose counts of the month wait. */
async function waitingCounts() {
  const partner = await connectedPartner(['a', 'b'].map((id) => ({ id, usage: { [PERIOD]: 5, [BEFORE]: 4 } })))
  const run = await runFor(partner.partnerId)
  return { ...partner, run, first: await pushOf(partner.partnerId, 'a'), second: await pushOf(partner.partnerId, 'b') }
}

test('a plan that meets a correction of an older month is made again', async () => {
  const { partnerId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 5, [BEFORE]: 4 } }])
  await runFor(partnerId, BEFORE)
  const older = await pushOf(partnerId, 'a', BEFORE)
  const runId = await orderRun(partnerId)
  const planned = await inDeadlock({
    holds: rowOf('push', older.id),
    asksFor: rowOf('billing_run', runId),
    work: () => planRun(db(), runId, LATER),
  })
  expect(planned).toMatchObject({ opened: 1, superseded: 1 })
})

test('reports that are compared with a plan are compared again', async () => {
  const { partnerId, run, first } = await waitingCounts()
  await settle(await mustClaim(first.id), 'accepted')
  await sql`update usage_count set billable_users = 7, revision = 2, reported_at = now()
    where partner_id = ${partnerId} and company_id = 'a' and period = ${PERIOD}`.execute(db())
  await inDeadlock({
    holds: rowOf('push', first.id),
    asksFor: rowOf('billing_run', run.id),
    work: () => sweepPushes(db(), { unmappedRetryAfterMs: HOUR_MS, failedRetryAfterMs: HOUR_MS, lostCallMs: HOUR_MS }),
  })
  expect(await pushOf(partnerId, 'a')).toMatchObject({ outcome: 'waiting', unit_count: 7 })
})

test('what follows from a lost call is looked for again', async () => {
  const { partnerId, first, second } = await waitingCounts()
  await mustClaim(first.id, 0)
  await mustClaim(second.id, 0)
  await releaseLostClaims(db())
  await inDeadlock({
    holds: rowOf('push', second.id),
    asksFor: rowOf('push', first.id),
    work: () => confirmLostCalls(db(), { lostCallMs: 0 }),
  })
  const lost = await db()
    .selectFrom('lost_call')
    .innerJoin('push', 'push.id', 'lost_call.push_id')
    .select('lost_call.resolved_at')
    .where('push.partner_id', '=', partnerId)
    .execute()
  expect(lost.map((call) => call.resolved_at)).toEqual([expect.any(Date), expect.any(Date)])
})

test('a retry of an operator is carried on again', async () => {
  const { partnerId, outcomes } = await partnerWith(['failed', 'failed'])
  await ordered(month(partnerId))
  const released = await inDeadlock({
    holds: rowOf('push', (await pushOf(partnerId, 'c1')).id),
    asksFor: rowOf('push', (await pushOf(partnerId, 'c0')).id),
    work: look,
  })
  expect(released.pushes).toHaveLength(2)
  expect(await outcomes()).toEqual({ c0: 'waiting', c1: 'waiting' })
})

test('a disconnect cancels again what it could not', async () => {
  const { partnerId, connectionId, first, second } = await waitingCounts()
  const left = await inDeadlock({
    holds: rowOf('push', second.id),
    asksFor: rowOf('push', first.id),
    work: () => callsLeft(db(), { connectionId, exceptToken: '00000000-0000-4000-8000-000000000001' }),
  })
  expect(left).toBe(0)
  expect([await pushOf(partnerId, 'a'), await pushOf(partnerId, 'b')]).toMatchObject(
    Array(2).fill({ outcome: 'cancelled' }),
  )
})

test.each([
  ['asked for', (connectionId: string) => syncAllAccounts(db(), connectionId)],
  [
    'asked for by an operator',
    async (_: string, partnerId: string) => syncByOperator(db(), { by: ANNA, reason: 'lost', partnerId }),
  ],
  ['put off', (connectionId: string) => deferAccounts(db(), connectionId, HOUR_MS)],
  [
    'found in Gradient',
    (connectionId: string) =>
      markAccountsPresent(
        db(),
        connectionId,
        ['a', 'b'].map((id) => ({ companyId: id, name: id })),
      ),
  ],
])('accounts that are %s are so after all', async (_, work) => {
  const { partnerId, connectionId } = await connectedPartner(['a', 'b'].map((id) => ({ id })))
  const account = (id: string) =>
    sql`select from account where connection_id = ${connectionId} and company_id = ${id} for update`
  const before = await db().selectFrom('account').selectAll().where('connection_id', '=', connectionId).execute()
  await inDeadlock({
    holds: account('b'),
    asksFor: account('a'),
    work: () => work(connectionId, partnerId) as Promise<unknown>,
  })
  const after = await db().selectFrom('account').selectAll().where('connection_id', '=', connectionId).execute()
  expect(after.filter(({ due_at }) => before.every((old) => old.due_at < due_at))).toHaveLength(2)
})

test('a sweep, and a new round of jobs, wait for nobody: what is held is left to the next, and the others go on', async () => {
  const { partnerId } = await partnerWith(['unmapped', 'unmapped', 'failed', 'failed', 'waiting', 'waiting'])
  const older = await connectedPartner(['c0', 'c1'].map((id) => ({ id, usage: { [BEFORE]: 4, [PERIOD]: 5 } })))
  await runFor(older.partnerId, BEFORE)
  await sql`insert into partner_run (connection_id, period, partner_id, run_id)
    select connection_id, ${PERIOD}, partner_id, run_id from partner_run where connection_id = ${older.connectionId}`.execute(
    db(),
  )
  const gone = await partnerWith(['waiting', 'waiting'])
  await sql`update connection set status = 'disconnected', disconnected_at = now(), key_id = null, key_nonce = null, key_ciphertext = null, key_hint = null
    where id = ${gone.connectionId}`.execute(db())
  const ids = async (of: string, companies: string[], period?: string) =>
    Promise.all(companies.map(async (company) => (await pushOf(of, company, period)).id))
  const heldIds = [
    ...(await ids(partnerId, ['c0', 'c2', 'c4'])),
    ...(await ids(older.partnerId, ['c0'], BEFORE)),
    ...(await ids(gone.partnerId, ['c0'])),
  ]
  const settings = { unmappedRetryAfterMs: 0, failedRetryAfterMs: 0, lostCallMs: HOUR_MS }
  const correcting = await held((tx) =>
    sql`select from push where id = any(${heldIds}::bigint[]) for update`.execute(tx),
  )
  expect(await sweepPushes(db(), settings)).toMatchObject({ unmapped: 1, failed: 1, superseded: 1, cancelled: 1 })
  const [, ...free] = await advanceNudges(db(), await ids(partnerId, ['c4', 'c5', 'c1']))
  expect(free).toHaveLength(1)
  await correcting.commit()
  expect(await sweepPushes(db(), settings)).toMatchObject({ unmapped: 1, failed: 1, superseded: 1, cancelled: 1 })
  expect(await advanceNudges(db(), await ids(partnerId, ['c4']))).toHaveLength(1)
})
