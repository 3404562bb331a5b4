import { createTestDatabase, givenConnection, givenPartner, type TestDatabase, waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Claim,
  claimPush,
  disconnect,
  duePushes,
  finishRuns,
  openRebuild,
  partnerRunIsOver,
  pauseSending,
  planRun,
  resumeSending,
  reviseOpenPushes,
  type Settlement,
  settlePush,
  startRun,
  supersedeIfStale,
  sweepPushes,
} from '../src/index.ts'

const PERIOD = '2026-10'
const LATER = new Date('2100-01-01')
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

async function runFor(partnerId: string, period = PERIOD) {
  const run = await startRun(database.db, {
    period,
    kind: 'requested',
    partnerId,
    deadlineAt: LATER,
    connectedBy: LATER,
  })
  if (!run) throw new Error('no run')
  const planned = await planRun(database.db, run.id, LATER)
  return { ...run, planned }
}

async function pushOf(partnerId: string, companyId: string, period = PERIOD) {
  return database.db
    .selectFrom('push')
    .selectAll()
    .where('partner_id', '=', partnerId)
    .where('company_id', '=', companyId)
    .where('period', '=', period)
    .executeTakeFirstOrThrow()
}

const claim = (pushId: string, claimMs = 60_000) => claimPush(database.db, { pushId, worker: 'test', claimMs })

async function mustClaim(pushId: string, claimMs?: number): Promise<Claim> {
  const claimed = await claim(pushId, claimMs)
  if (!claimed) throw new Error(`push ${pushId} was not claimed`)
  return claimed
}

function settle(claimed: Claim, result: Settlement['result'], more: Partial<Settlement> = {}) {
  return settlePush(database.db, {
    ...claimed,
    result,
    retryInMs: 0,
    called: true,
    ambiguous: false,
    worker: 'test',
    noBuild: !claimed.rebuild,
    startedAt: new Date(),
    finishedAt: new Date(),
    httpStatus: result === 'accepted' ? 201 : 500,
    reason: null,
    message: null,
    ...more,
  })
}

async function report(partnerId: string, companyId: string, billableUsers: number, period = PERIOD) {
  return database.db.transaction().execute(async (tx) => {
    await sql`
      insert into usage_count (partner_id, company_id, period, billable_users, revision)
      values (${partnerId}, ${companyId}, ${period}, ${billableUsers}, 1)
      on conflict (partner_id, company_id, period) do update
      set billable_users = excluded.billable_users, revision = usage_count.revision + 1`.execute(tx)
    return reviseOpenPushes(
      tx,
      sql`select ${partnerId}::text as partner_id, ${companyId}::text as company_id, ${period}::text as period`,
    )
  })
}

async function connectedPartner(companies: Parameters<typeof givenPartner>[1]['companies']) {
  const partnerId = await givenPartner(database.db, { companies })
  const connectionId = await givenConnection(database.db, partnerId)
  return { partnerId, connectionId }
}

describe('planning', () => {
  test('every company gets one push; a missing number is not a zero and a zero is a number', async () => {
    const { partnerId } = await connectedPartner([
      { id: 'twelve', usage: { [PERIOD]: 12 } },
      { id: 'zero', usage: { [PERIOD]: 0 } },
      { id: 'silent' },
    ])
    const { planned } = await runFor(partnerId)
    expect(planned.opened).toBe(3)
    expect(await pushOf(partnerId, 'twelve')).toMatchObject({ outcome: 'waiting', unit_count: 12, revision: 1 })
    expect(await pushOf(partnerId, 'zero')).toMatchObject({ outcome: 'waiting', unit_count: 0, revision: 1 })
    expect(await pushOf(partnerId, 'silent')).toMatchObject({ outcome: 'no_usage', unit_count: null })
  })

  test('planning twice, and by two at once, opens nothing twice', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 1 } }])
    const run = await runFor(partnerId)
    const again = await Promise.all([planRun(database.db, run.id, LATER), planRun(database.db, run.id, LATER)])
    expect(again.map((planned) => planned.opened)).toEqual([0, 0])
    const { expected } = await database.db
      .selectFrom('partner_run')
      .select('expected')
      .where('partner_id', '=', partnerId)
      .executeTakeFirstOrThrow()
    expect(expected).toBe(1)
  })

  test('two that start the monthly run at once make one; a partner that connected after the tick is not in it', async () => {
    const partnerId = await givenPartner(database.db, { companies: [{ id: 'a' }] })
    await givenConnection(database.db, partnerId, { connectedAt: new Date('2026-11-20') })
    const order = { period: '2026-03', kind: 'scheduled', partnerId: null, deadlineAt: LATER } as const
    expect(await startRun(database.db, { ...order, connectedBy: new Date('2000-01-01') })).toBeNull()
    const both = await Promise.all([
      startRun(database.db, { ...order, connectedBy: LATER }),
      startRun(database.db, { ...order, connectedBy: LATER }),
    ])
    expect(both.map((run) => run?.created).sort()).toEqual([false, true])
    expect(both[0]?.id).toBe(both[1]?.id)
    const planned = await planRun(database.db, both[0]?.id ?? '', new Date('2026-11-01'))
    expect(planned.opened).toBe(
      await database.db
        .selectFrom('push')
        .where('period', '=', '2026-03')
        .execute()
        .then((rows) => rows.length),
    )
    const ofLatecomer = await database.db.selectFrom('push').where('partner_id', '=', partnerId).execute()
    expect(ofLatecomer).toEqual([])
    await sql`delete from push where period = '2026-03'`.execute(database.db)
    await sql`delete from partner_run where period = '2026-03'`.execute(database.db)
    await sql`delete from billing_run where period = '2026-03'`.execute(database.db)
  })

  test('an archived company gets its last month, then one zero, then nothing', async () => {
    const { partnerId } = await connectedPartner([{ id: 'gone', lastPeriod: '2026-10', usage: { '2026-10': 7 } }])
    await runFor(partnerId, '2026-10')
    const last = await pushOf(partnerId, 'gone', '2026-10')
    await settle(await mustClaim(last.id), 'accepted')
    await runFor(partnerId, '2026-11')
    const zero = await pushOf(partnerId, 'gone', '2026-11')
    expect(zero).toMatchObject({ outcome: 'waiting', unit_count: 0, final_zero: true })
    const claimed = await mustClaim(zero.id)
    expect(claimed.unitCount).toBe(0)
    await settle(claimed, 'accepted')
    const { planned } = await runFor(partnerId, '2026-12')
    expect(planned.opened).toBe(0)
  })

  test('the zero of an archived company is owed until Gradient takes it', async () => {
    const { partnerId } = await connectedPartner([{ id: 'gone', lastPeriod: '2026-10', usage: { '2026-10': 7 } }])
    await runFor(partnerId, '2026-10')
    await settle(await mustClaim((await pushOf(partnerId, 'gone', '2026-10')).id), 'accepted')
    await runFor(partnerId, '2026-11')
    await settle(await mustClaim((await pushOf(partnerId, 'gone', '2026-11')).id), 'spent')
    const { planned } = await runFor(partnerId, '2026-12')
    expect(planned.opened).toBe(1)
    expect(await pushOf(partnerId, 'gone', '2026-12')).toMatchObject({
      outcome: 'waiting',
      unit_count: 0,
      final_zero: true,
    })
  })

  test('waiting pushes of an older period are superseded, settled ones stay as they were', async () => {
    const { partnerId } = await connectedPartner([
      { id: 'sent', usage: { '2026-09': 1, '2026-10': 2 } },
      { id: 'late', usage: { '2026-09': 1, '2026-10': 2 } },
    ])
    await runFor(partnerId, '2026-09')
    await settle(await mustClaim((await pushOf(partnerId, 'sent', '2026-09')).id), 'accepted')
    const { planned } = await runFor(partnerId, '2026-10')
    expect(planned.superseded).toBe(1)
    expect((await pushOf(partnerId, 'sent', '2026-09')).outcome).toBe('accepted')
    expect((await pushOf(partnerId, 'late', '2026-09')).outcome).toBe('superseded')
  })
})

describe('claim and settle', () => {
  test('of twenty workers one claims', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 5 } }])
    await runFor(partnerId)
    const { id } = await pushOf(partnerId, 'a')
    const claims = await Promise.all(Array.from({ length: 20 }, () => claim(id)))
    expect(claims.filter((each) => each !== null)).toHaveLength(1)
  })

  test('an accepted count sets what Gradient holds, turns the connection active and leaves one attempt', async () => {
    const { partnerId, connectionId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 5 } }])
    await runFor(partnerId)
    const { id } = await pushOf(partnerId, 'a')
    expect(await settle(await mustClaim(id), 'accepted')).toMatchObject({ fenced: false, outcome: 'accepted' })
    const account = await database.db
      .selectFrom('account')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .executeTakeFirstOrThrow()
    expect(account).toMatchObject({ accepted_count: 5, accepted_period: PERIOD, accepted_revision: 1 })
    const connection = await database.db
      .selectFrom('connection')
      .selectAll()
      .where('id', '=', connectionId)
      .executeTakeFirstOrThrow()
    expect(connection.status).toBe('active')
    const attempts = await database.db.selectFrom('attempt').selectAll().where('push_id', '=', id).execute()
    expect(attempts).toMatchObject([{ unit_count: 5, revision: 1, no_build: true, http_status: 201 }])
  })

  test('a worker whose claim ran out decides nothing any more', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 5 } }])
    await runFor(partnerId)
    const { id } = await pushOf(partnerId, 'a')
    const slow = await mustClaim(id, -1_000)
    expect(await claim(id)).toBeNull()
    await sweepPushes(database.db, {
      unmappedRetryAfterMs: 3_600_000,
      failedRetryAfterMs: 3_600_000,
      lostCallMs: 600_000,
    })
    const next = await mustClaim(id)
    expect(await settle(slow, 'unmapped')).toEqual({ fenced: true })
    expect(await settle(next, 'accepted')).toMatchObject({ outcome: 'accepted' })
  })

  test('a newer revision that comes while a count is being sent is sent after it', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 5 } }])
    await runFor(partnerId)
    const { id } = await pushOf(partnerId, 'a')
    const first = await mustClaim(id)
    expect(await report(partnerId, 'a', 6)).toEqual([])
    expect(await settle(first, 'accepted')).toMatchObject({ outcome: 'waiting' })
    const second = await mustClaim(id)
    expect(second).toMatchObject({ unitCount: 6, revision: 2 })
    expect(await settle(second, 'accepted')).toMatchObject({ outcome: 'accepted' })
  })

  test('a newer revision that commits while the answer to an older one is being settled is not lost', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 5 } }])
    await runFor(partnerId)
    const { id } = await pushOf(partnerId, 'a')
    const first = await mustClaim(id)
    let settling: ReturnType<typeof settle> | undefined
    const nudged = await database.db.transaction().execute(async (tx) => {
      await sql`update usage_count set billable_users = 6, revision = 2 where partner_id = ${partnerId}`.execute(tx)
      settling = settle(first, 'accepted')
      await waitFor(async () => {
        const { rows } =
          await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
            database.db,
          )
        return rows.length > 0
      })
      return reviseOpenPushes(
        tx,
        sql`select ${partnerId}::text as partner_id, 'a'::text as company_id, ${PERIOD}::text as period`,
      )
    })
    expect(nudged).toEqual([])
    expect(await settling).toMatchObject({ outcome: 'waiting' })
    expect(await mustClaim(id)).toMatchObject({ unitCount: 6, revision: 2 })
  })

  test('a company that comes back while its last zero is on the way is sent what it reports', async () => {
    const { partnerId } = await connectedPartner([{ id: 'gone', lastPeriod: '2026-10', usage: { '2026-10': 7 } }])
    await runFor(partnerId, '2026-11')
    const { id } = await pushOf(partnerId, 'gone', '2026-11')
    await settle(await mustClaim(id), 'accepted')
    await sql`update company set archived_at = null, last_period = null where partner_id = ${partnerId}`.execute(
      database.db,
    )
    // As if its report had committed in the very moment of settling, so that neither saw the other.
    await database.db
      .insertInto('usage_count')
      .values({ partner_id: partnerId, company_id: 'gone', period: '2026-11', billable_users: 3, revision: 1 })
      .execute()
    await sql`update billing_run set planned_at = now() - interval '1 day'`.execute(database.db)
    await sweepPushes(database.db, {
      unmappedRetryAfterMs: 3_600_000,
      failedRetryAfterMs: 3_600_000,
      lostCallMs: 600_000,
    })
    expect(await mustClaim(id)).toMatchObject({ unitCount: 3, revision: 1 })
  })

  test('a settled push waits again when its number changes, and not when it stays the same', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 5 } }, { id: 'silent' }])
    await runFor(partnerId)
    const push = await pushOf(partnerId, 'a')
    await settle(await mustClaim(push.id), 'accepted')
    expect(await report(partnerId, 'a', 9)).toMatchObject([{ id: push.id }])
    expect(await pushOf(partnerId, 'a')).toMatchObject({ outcome: 'waiting', unit_count: 9, revision: 2 })
    expect(await report(partnerId, 'silent', 3)).toHaveLength(1)
    expect(await pushOf(partnerId, 'silent')).toMatchObject({ outcome: 'waiting', unit_count: 3, revision: 1 })
  })

  test('a company that the run did not know gets its push when it reports, and is counted as expected', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 5 } }])
    await runFor(partnerId)
    await database.db
      .insertInto('company')
      .values({ partner_id: partnerId, id: 'new', name: 'New', archived_at: null, last_period: null })
      .execute()
    expect(await report(partnerId, 'new', 2)).toHaveLength(1)
    const { expected } = await database.db
      .selectFrom('partner_run')
      .select('expected')
      .where('partner_id', '=', partnerId)
      .executeTakeFirstOrThrow()
    expect(expected).toBe(2)
  })

  test('usage of an older period is kept and never sent', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a', usage: { '2026-09': 1, '2026-10': 2 } }])
    await runFor(partnerId, '2026-09')
    await settle(await mustClaim((await pushOf(partnerId, 'a', '2026-09')).id), 'accepted')
    await runFor(partnerId, '2026-10')
    expect(await report(partnerId, 'a', 99, '2026-09')).toEqual([])
    expect((await pushOf(partnerId, 'a', '2026-09')).outcome).toBe('accepted')
  })

  test('a job of an older period finds nothing to claim, and its failed push is superseded', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a', usage: { '2026-09': 1, '2026-10': 2 } }])
    await runFor(partnerId, '2026-09')
    const old = await pushOf(partnerId, 'a', '2026-09')
    await settle(await mustClaim(old.id), 'spent')
    await runFor(partnerId, '2026-10')
    expect(await claim(old.id)).toBeNull()
    expect(await supersedeIfStale(database.db, old.id)).toBe(true)
    expect((await pushOf(partnerId, 'a', '2026-09')).outcome).toBe('superseded')
  })

  test('never two calls at a time for one company: the new period waits for the call of the old', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a', usage: { '2026-09': 1, '2026-10': 2 } }])
    await runFor(partnerId, '2026-09')
    const first = await mustClaim((await pushOf(partnerId, 'a', '2026-09')).id)
    await runFor(partnerId, '2026-10')
    const newer = await pushOf(partnerId, 'a', '2026-10')
    expect(await claim(newer.id)).toBeNull()
    await settle(first, 'accepted')
    expect(await claim(newer.id)).toMatchObject({ unitCount: 2 })
  })

  test('nothing is claimed while sending is paused or the connection needs a key', async () => {
    const { partnerId, connectionId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 5 } }])
    await runFor(partnerId)
    const { id } = await pushOf(partnerId, 'a')
    await pauseSending(database.db, { reason: 'test', detail: '', by: 'test' })
    expect(await claim(id)).toBeNull()
    await resumeSending(database.db, 'test')
    await database.db.updateTable('connection').set({ status: 'needs_key' }).where('id', '=', connectionId).execute()
    expect(await claim(id)).toBeNull()
    await database.db.updateTable('connection').set({ status: 'active' }).where('id', '=', connectionId).execute()
    expect(await claim(id)).not.toBeNull()
  })

  test('disconnecting cancels what waits; a call under way is recorded as what it was, or cancelled if it came to nothing', async () => {
    const { partnerId, connectionId } = await connectedPartner([
      { id: 'taken', usage: { [PERIOD]: 1 } },
      { id: 'lost', usage: { [PERIOD]: 2 } },
      { id: 'waits', usage: { [PERIOD]: 3 } },
    ])
    await runFor(partnerId)
    const taken = await mustClaim((await pushOf(partnerId, 'taken')).id)
    const lost = await mustClaim((await pushOf(partnerId, 'lost')).id)
    expect(await database.db.transaction().execute((tx) => disconnect(tx, connectionId))).not.toBeNull()
    await settle(taken, 'accepted')
    await settle(lost, 'retry')
    expect((await pushOf(partnerId, 'taken')).outcome).toBe('accepted')
    expect((await pushOf(partnerId, 'lost')).outcome).toBe('cancelled')
    expect((await pushOf(partnerId, 'waits')).outcome).toBe('cancelled')
  })
})

describe('the end of a run', () => {
  test('the last accepted count is sent once more, then the run ends; the sum of outcomes is what was expected', async () => {
    const { partnerId, connectionId } = await connectedPartner([
      { id: 'a', usage: { [PERIOD]: 1 } },
      { id: 'b', usage: { [PERIOD]: 2 } },
      { id: 'c' },
    ])
    const run = await runFor(partnerId)
    const key = { connectionId, period: PERIOD }
    await settle(await mustClaim((await pushOf(partnerId, 'a')).id), 'accepted')
    expect(await openRebuild(database.db, key)).toBeNull()
    await settle(await mustClaim((await pushOf(partnerId, 'b')).id), 'accepted')
    expect(await partnerRunIsOver(database.db, key)).toBe(true)
    expect(await finishRuns(database.db)).not.toContain(run.id)
    const both = await Promise.all([openRebuild(database.db, key), openRebuild(database.db, key)])
    expect(both.filter((each) => each !== null)).toHaveLength(1)
    const last = await mustClaim((await pushOf(partnerId, 'b')).id)
    expect(last.rebuild).toBe(true)
    await settle(last, 'accepted')
    expect(await openRebuild(database.db, key)).toBeNull()
    expect(await finishRuns(database.db)).toContain(run.id)
    const outcomes = await database.db
      .selectFrom('push')
      .select('outcome')
      .where('partner_id', '=', partnerId)
      .execute()
    expect(outcomes.map((row) => row.outcome).sort()).toEqual(['accepted', 'accepted', 'no_usage'])
  })

  test('a last call that cannot be made leaves its push accepted and does not hold the run open', async () => {
    const { partnerId, connectionId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 1 } }])
    const run = await runFor(partnerId)
    const { id } = await pushOf(partnerId, 'a')
    await settle(await mustClaim(id), 'accepted')
    await openRebuild(database.db, { connectionId, period: PERIOD })
    expect(await settle(await mustClaim(id), 'spent')).toMatchObject({ outcome: 'accepted' })
    expect(await finishRuns(database.db)).toContain(run.id)
  })

  test('what waits for a key does not hold the run open', async () => {
    const { partnerId, connectionId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 1 } }])
    const run = await runFor(partnerId)
    await database.db.updateTable('connection').set({ status: 'needs_key' }).where('id', '=', connectionId).execute()
    expect(await finishRuns(database.db)).toContain(run.id)
    expect((await pushOf(partnerId, 'a')).outcome).toBe('waiting')
  })
})

describe('the sweep', () => {
  test('brings back claims that ran out, and unmapped and failed counts whose time has come', async () => {
    const { partnerId } = await connectedPartner([
      { id: 'abandoned', usage: { [PERIOD]: 1 } },
      { id: 'unmapped', usage: { [PERIOD]: 2 } },
      { id: 'failed', usage: { [PERIOD]: 3 } },
    ])
    await runFor(partnerId)
    await mustClaim((await pushOf(partnerId, 'abandoned')).id, -1_000)
    await settle(await mustClaim((await pushOf(partnerId, 'unmapped')).id), 'unmapped')
    await settle(await mustClaim((await pushOf(partnerId, 'failed')).id), 'spent')
    const later = { unmappedRetryAfterMs: 3_600_000, failedRetryAfterMs: 3_600_000, lostCallMs: 600_000 }
    expect(await sweepPushes(database.db, later)).toMatchObject({ abandoned: 1, unmapped: 0, failed: 0 })
    await sweepPushes(database.db, { unmappedRetryAfterMs: 0, failedRetryAfterMs: 0, lostCallMs: 600_000 })
    for (const companyId of ['abandoned', 'unmapped', 'failed']) {
      expect(await pushOf(partnerId, companyId)).toMatchObject({ outcome: 'waiting', nudge: 2 })
    }
  })

  test('finds a report that came while the run was being planned', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a' }])
    await runFor(partnerId)
    await database.db
      .insertInto('usage_count')
      .values({ partner_id: partnerId, company_id: 'a', period: PERIOD, billable_users: 4, revision: 1 })
      .execute()
    await sweepPushes(database.db, {
      unmappedRetryAfterMs: 3_600_000,
      failedRetryAfterMs: 3_600_000,
      lostCallMs: 600_000,
    })
    expect(await pushOf(partnerId, 'a')).toMatchObject({ outcome: 'waiting', unit_count: 4 })
  })

  test('what is due comes in fair order: first turns of every partner first', async () => {
    const many = await connectedPartner(
      Array.from({ length: 5 }, (_, index) => ({ id: `m${index}`, usage: { [PERIOD]: 1 } })),
    )
    const few = await connectedPartner([{ id: 'f0', usage: { [PERIOD]: 1 } }])
    await runFor(many.partnerId)
    await runFor(few.partnerId)
    const due = await duePushes(database.db, { limit: 1_000 })
    const place = async (partnerId: string, companyId: string) =>
      due.findIndex((row) => row.id === idOf.get(`${partnerId}/${companyId}`))
    const rows = await database.db
      .selectFrom('push')
      .select(['id', 'partner_id', 'company_id'])
      .where('period', '=', PERIOD)
      .execute()
    const idOf = new Map(rows.map((row) => [`${row.partner_id}/${row.company_id}`, row.id]))
    expect(await place(few.partnerId, 'f0')).toBeLessThan(await place(many.partnerId, 'm1'))
  })
})

describe('the table of legal moves', () => {
  test('Postgres refuses a move that is not in it, whoever asks', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a' }])
    await runFor(partnerId)
    const { id } = await pushOf(partnerId, 'a')
    await expect(sql`update push set outcome = 'accepted' where id = ${id}`.execute(database.db)).rejects.toThrow(
      /may not move from no_usage to accepted/,
    )
  })
})
