import { waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import {
  claimDue,
  disconnect,
  pauseSending,
  resumeSending,
  reviseOpenPushes,
  supersedeIfStale,
  sweepPushes,
} from '../src/index.ts'
import { PERIOD, useTestLedger } from './test-ledger.ts'

const { blocked, claim, connectedPartner, db, held, mustClaim, pushOf, report, runFor, settle } = useTestLedger()

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
    const account = await db()
      .selectFrom('account')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .executeTakeFirstOrThrow()
    expect(account).toMatchObject({ accepted_count: 5, accepted_period: PERIOD, accepted_revision: 1 })
    const connection = await db()
      .selectFrom('connection')
      .selectAll()
      .where('id', '=', connectionId)
      .executeTakeFirstOrThrow()
    expect(connection.status).toBe('active')
    const attempts = await db().selectFrom('attempt').selectAll().where('push_id', '=', id).execute()
    expect(attempts).toMatchObject([{ unit_count: 5, revision: 1, no_build: true, http_status: 201 }])
  })

  test('a worker whose claim ran out decides nothing any more', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 5 } }])
    await runFor(partnerId)
    const { id } = await pushOf(partnerId, 'a')
    const slow = await mustClaim(id, -1_000)
    expect(await claim(id)).toBeNull()
    await sweepPushes(db(), {
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
    const nudged = await db()
      .transaction()
      .execute(async (tx) => {
        await sql`update usage_count set billable_users = 6, revision = 2 where partner_id = ${partnerId}`.execute(tx)
        settling = settle(first, 'accepted')
        await waitFor(async () => {
          const { rows } =
            await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
              db(),
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
    await sql`update company set archived_at = null, last_period = null where partner_id = ${partnerId}`.execute(db())
    // As if its report had committed in the very moment of settling, so that neither saw the other.
    await db()
      .insertInto('usage_count')
      .values({ partner_id: partnerId, company_id: 'gone', period: '2026-11', billable_users: 3, revision: 1 })
      .execute()
    await sql`update billing_run set planned_at = now() - interval '1 day'`.execute(db())
    await sweepPushes(db(), {
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
    await db()
      .insertInto('company')
      .values({ partner_id: partnerId, id: 'new', name: 'New', archived_at: null, last_period: null })
      .execute()
    expect(await report(partnerId, 'new', 2)).toHaveLength(1)
    const { expected } = await db()
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
    expect(await supersedeIfStale(db(), old.id)).toBe(true)
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
    await pauseSending(db(), { reason: 'test', detail: '', by: 'test' })
    expect(await claim(id)).toBeNull()
    await resumeSending(db(), 'test')
    await db().updateTable('connection').set({ status: 'needs_key' }).where('id', '=', connectionId).execute()
    expect(await claim(id)).toBeNull()
    await db().updateTable('connection').set({ status: 'active' }).where('id', '=', connectionId).execute()
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
    expect(
      await db()
        .transaction()
        .execute((tx) => disconnect(tx, connectionId)),
    ).not.toBeNull()
    await settle(taken, 'accepted')
    await settle(lost, 'retry')
    expect((await pushOf(partnerId, 'taken')).outcome).toBe('accepted')
    expect((await pushOf(partnerId, 'lost')).outcome).toBe('cancelled')
    expect((await pushOf(partnerId, 'waits')).outcome).toBe('cancelled')
  })
})

test('a worker’s own look that meets a call of the same company, begun in the same moment, takes nothing and leaves nothing half done', async () => {
  const { partnerId, connectionId } = await connectedPartner([{ id: 'a', usage: { '2026-09': 4, [PERIOD]: 5 } }])
  await runFor(partnerId, '2026-09')
  const older = await pushOf(partnerId, 'a', '2026-09')
  await settle(await mustClaim(older.id), 'spent')
  await runFor(partnerId)
  const { id } = await pushOf(partnerId, 'a')
  await sql`update push set due_at = now() - interval '1 minute' where connection_id = ${connectionId}`.execute(db())
  const other = await held((tx) =>
    sql`update push set outcome = 'sending', claim_token = gen_random_uuid() where id = ${older.id}`.execute(tx),
  )
  const look = claimDue(db(), { worker: 'test', claimMs: 60_000, limit: 10, exceptConnections: [] })
  await blocked(1)
  await other.commit()
  expect((await look).filter((claimed) => claimed.partnerId === partnerId)).toEqual([])
  expect(await pushOf(partnerId, 'a')).toMatchObject({ id, outcome: 'waiting' })
})
