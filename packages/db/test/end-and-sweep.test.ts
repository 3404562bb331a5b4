import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { arePartnerRunsOver, duePushes, finishRuns, openRebuilds, sweepPushes } from '../src/index.ts'
import { PERIOD, useTestLedger } from './test-ledger.ts'

const { connectedPartner, db, held, mustClaim, pushOf, report, runFor, settle } = useTestLedger()

/** A partner's run whose last call is under way, and with it a correction of another company. */
async function sentBesideTheLastCall() {
  const { partnerId, connectionId } = await connectedPartner([
    { id: 'a', usage: { [PERIOD]: 1 } },
    { id: 'b', usage: { [PERIOD]: 2 } },
  ])
  const run = await runFor(partnerId)
  const key = { connectionId, period: PERIOD }
  for (const id of ['a', 'b']) await settle(await mustClaim((await pushOf(partnerId, id)).id), 'accepted')
  await openRebuilds(db(), [key])
  const last = await mustClaim((await pushOf(partnerId, 'b')).id)
  await report(partnerId, 'a', 5)
  const other = await mustClaim((await pushOf(partnerId, 'a')).id)
  return { run, key, last, other }
}

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
    expect(await openRebuilds(db(), [key])).toEqual([])
    await settle(await mustClaim((await pushOf(partnerId, 'b')).id), 'accepted')
    expect(await arePartnerRunsOver(db(), [key])).toEqual([true])
    expect(await finishRuns(db())).not.toContain(run.id)
    const both = await Promise.all([openRebuilds(db(), [key]), openRebuilds(db(), [key])])
    expect(both.flat()).toHaveLength(1)
    const last = await mustClaim((await pushOf(partnerId, 'b')).id)
    expect(last.rebuild).toBe(true)
    await settle(last, 'accepted')
    expect(await openRebuilds(db(), [key])).toEqual([])
    expect(await finishRuns(db())).toContain(run.id)
    const outcomes = await db().selectFrom('push').select('outcome').where('partner_id', '=', partnerId).execute()
    expect(outcomes.map((row) => row.outcome).sort()).toEqual(['accepted', 'accepted', 'no_usage'])
  })

  test('of several partners a last call each is opened; one whose count another transaction holds is left to that, and waited for by nobody', async () => {
    const partners = await Promise.all([1, 2, 3].map(() => connectedPartner([{ id: 'a', usage: { [PERIOD]: 1 } }])))
    const pushIds: string[] = []
    for (const { partnerId } of partners) {
      await runFor(partnerId)
      const { id } = await pushOf(partnerId, 'a')
      await settle(await mustClaim(id), 'accepted')
      pushIds.push(id)
    }
    const keys = partners.map(({ connectionId }) => ({ connectionId, period: PERIOD }))
    const opened = async (of: typeof keys) => (await openRebuilds(db(), of)).map(({ id }) => id).sort()
    const holding = await held((tx) =>
      tx
        .selectFrom('push')
        .where('id', '=', pushIds[1] ?? '')
        .forUpdate()
        .execute(),
    )
    expect(await opened(keys)).toEqual([pushIds[0], pushIds[2]].sort())
    await holding.commit()
    expect(await opened([...keys].reverse())).toEqual([pushIds[1]])
    expect(await opened(keys)).toEqual([])
  })

  test('a last call that cannot be made leaves its push accepted and does not hold the run open', async () => {
    const { partnerId, connectionId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 1 } }])
    const run = await runFor(partnerId)
    const { id } = await pushOf(partnerId, 'a')
    await settle(await mustClaim(id), 'accepted')
    await openRebuilds(db(), [{ connectionId, period: PERIOD }])
    expect(await settle(await mustClaim(id), 'spent')).toMatchObject({ outcome: 'accepted' })
    expect(await finishRuns(db())).toContain(run.id)
  })

  test.each([
    ['before the answer to the last call', ['settle the other', 'settle the last']],
    ['after the answer to the last call', ['settle the last', 'settle the other']],
  ])('a number that is taken %s, and was sent beside it, has a last call after it', async (_when, order) => {
    const { run, key, last, other } = await sentBesideTheLastCall()
    for (const step of order)
      expect(await settle(step === 'settle the last' ? last : other, 'accepted')).toMatchObject({ outcome: 'accepted' })

    expect(await finishRuns(db())).not.toContain(run.id)
    const [again] = await openRebuilds(db(), [key])
    const claimed = await mustClaim(again?.id ?? 'none')
    expect(claimed.rebuild).toBe(true)
    await settle(claimed, 'accepted')
    expect(await openRebuilds(db(), [key])).toEqual([])
    expect(await finishRuns(db())).toContain(run.id)
  })

  test('so it has where the last call was put off, and somebody had it made before its time', async () => {
    const { key, last, other } = await sentBesideTheLastCall()
    await settle(last, 'retry', { retryInMs: 600_000 })
    const early = await mustClaim(last.pushId)
    expect(early.rebuild).toBe(true)
    await settle(other, 'accepted')
    await settle(early, 'accepted')
    expect(await openRebuilds(db(), [key])).toHaveLength(1)
  })

  test('an outcome that is just being written when the last call is answered counts as well', async () => {
    const { key, last, other } = await sentBesideTheLastCall()
    const writing = await held((tx) => settle(other, 'accepted', {}, tx))
    await settle(last, 'accepted')
    await writing.commit()
    expect(await openRebuilds(db(), [key])).toHaveLength(1)
  })

  test('what waits for a key does not hold the run open', async () => {
    const { partnerId, connectionId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 1 } }])
    const run = await runFor(partnerId)
    await db().updateTable('connection').set({ status: 'needs_key' }).where('id', '=', connectionId).execute()
    expect(await finishRuns(db())).toContain(run.id)
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
    expect(await sweepPushes(db(), later)).toMatchObject({ abandoned: 1, unmapped: 0, failed: 0 })
    await sweepPushes(db(), { unmappedRetryAfterMs: 0, failedRetryAfterMs: 0, lostCallMs: 600_000 })
    for (const companyId of ['abandoned', 'unmapped', 'failed']) {
      expect(await pushOf(partnerId, companyId)).toMatchObject({ outcome: 'waiting', nudge: 2 })
    }
  })

  test('finds a report that came while the run was being planned', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a' }])
    await runFor(partnerId)
    await db()
      .insertInto('usage_count')
      .values({ partner_id: partnerId, company_id: 'a', period: PERIOD, billable_users: 4, revision: 1 })
      .execute()
    await sweepPushes(db(), {
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
    const due = await duePushes(db(), { limit: 1_000 })
    const place = async (partnerId: string, companyId: string) =>
      due.findIndex((row) => row.id === idOf.get(`${partnerId}/${companyId}`))
    const rows = await db()
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
    await expect(sql`update push set outcome = 'accepted' where id = ${id}`.execute(db())).rejects.toThrow(
      /may not move from no_usage to accepted/,
    )
  })
})
