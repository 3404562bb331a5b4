import { givenConnection } from '@bridge/testkit'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { disconnect, getBillingRow, listBillingRows, openRebuilds, planRun, putUsage, startRun } from '../src/index.ts'
import { LATER, PERIOD, useTestLedger } from './test-ledger.ts'

const { connectedPartner, db, mustClaim, pushOf, runFor, settle } = useTestLedger()

const UNMAPPED = { httpStatus: 404, reason: 'unmapped' } as const
const lineOf = (partnerId: string) => getBillingRow(db(), { partnerId, period: PERIOD, companyId: 'a' })
const report = (partnerId: string, billableUsers: number, period = PERIOD) =>
  putUsage(db(), { partnerId, companyId: 'a', period, billableUsers })

/** Sends what waits, and settles it as taken. */
async function take(partnerId: string, finishedAt = LATER) {
  const claimed = await mustClaim((await pushOf(partnerId, 'a')).id)
  await settle(claimed, 'accepted', { startedAt: finishedAt, finishedAt })
}

async function billed(usage?: number) {
  const given = await connectedPartner([{ id: 'a', ...(usage === undefined ? {} : { usage: { [PERIOD]: usage } }) }])
  await runFor(given.partnerId)
  return given
}

/** When the number that stands now was reported. */
async function reportedAt(partnerId: string): Promise<Date> {
  const stored = await db()
    .selectFrom('usage_count')
    .select('reported_at')
    .where('partner_id', '=', partnerId)
    .where('period', '=', PERIOD)
    .executeTakeFirstOrThrow()
  return stored.reported_at
}

describe('a line is corrected', () => {
  test('from the number that Gradient had taken, when the present one was reported; also once that is taken too', async () => {
    const { partnerId } = await billed(100)
    await take(partnerId, new Date('2026-11-01T06:00:00Z'))
    expect(await lineOf(partnerId)).toMatchObject({ corrected: null, sentAt: new Date('2026-11-01T06:00:00Z') })
    await report(partnerId, 90)
    const corrected = { from: 100, fromRevision: 1, at: await reportedAt(partnerId) }
    expect(await lineOf(partnerId)).toMatchObject({
      unitCount: 90,
      outcome: 'waiting',
      corrected,
      sentAt: new Date('2026-11-01T06:00:00Z'),
    })
    await take(partnerId, new Date('2026-11-02T06:00:00Z'))
    expect(await lineOf(partnerId)).toMatchObject({
      unitCount: 90,
      outcome: 'accepted',
      corrected,
      sentAt: new Date('2026-11-02T06:00:00Z'),
    })
  })

  test('from the last number that was taken, not from one that was only reported', async () => {
    const { partnerId } = await billed(100)
    await take(partnerId)
    await report(partnerId, 90)
    await report(partnerId, 80)
    expect((await lineOf(partnerId))?.corrected).toMatchObject({ from: 100, fromRevision: 1 })
    await take(partnerId)
    await report(partnerId, 70)
    expect((await lineOf(partnerId))?.corrected).toMatchObject({ from: 80, fromRevision: 3 })
  })

  test('back to the old number from the one between, where Gradient had that one', async () => {
    const { partnerId } = await billed(100)
    await take(partnerId)
    await report(partnerId, 90)
    await take(partnerId)
    await report(partnerId, 100)
    expect((await lineOf(partnerId))?.corrected).toMatchObject({ from: 90, fromRevision: 2 })
  })

  test('from the last zero of a company that was archived and came back', async () => {
    const { partnerId, connectionId } = await connectedPartner([{ id: 'a', lastPeriod: '2026-09' }])
    await sql`insert into account (connection_id, company_id) values (${connectionId}, 'a') on conflict do nothing`.execute(
      db(),
    )
    await runFor(partnerId)
    expect(await lineOf(partnerId)).toMatchObject({ unitCount: 0, revision: 0, corrected: null })
    await take(partnerId)
    expect((await lineOf(partnerId))?.corrected).toBeNull()
    await sql`update company set archived_at = null, last_period = null where partner_id = ${partnerId}`.execute(db())
    await report(partnerId, 25)
    expect(await lineOf(partnerId)).toMatchObject({
      unitCount: 25,
      corrected: { from: 0, fromRevision: 0, at: await reportedAt(partnerId) },
    })
  })

  test('as of its own report, also when its month was corrected once more after a newer month had begun', async () => {
    const { partnerId } = await billed(100)
    await take(partnerId)
    await report(partnerId, 90)
    const at = await reportedAt(partnerId)
    await take(partnerId)
    await runFor(partnerId, '2026-11')
    await report(partnerId, 80)
    expect(await lineOf(partnerId)).toMatchObject({ unitCount: 90, revision: 2, corrected: { from: 100, at } })
  })

  test('for each line by what its own connection sent', async () => {
    const { partnerId, connectionId } = await billed(100)
    await take(partnerId)
    await disconnect(db(), connectionId)
    await givenConnection(db(), partnerId, { connectedAt: new Date('2100-01-01') })
    const run = await startRun(db(), {
      period: PERIOD,
      kind: 'requested',
      partnerId,
      deadlineAt: LATER,
      connectedBy: LATER,
    })
    await planRun(db(), run?.id ?? '', LATER)
    await report(partnerId, 90)
    await take(partnerId)
    expect(await lineOf(partnerId)).toMatchObject({ unitCount: 90, corrected: null })
    const both = await listBillingRows(db(), { partnerId, period: PERIOD, after: null, limit: 10 })
    expect(both.map(({ unitCount, outcome, corrected }) => [unitCount, outcome, corrected])).toEqual([
      [100, 'accepted', null],
      [90, 'accepted', null],
    ])
  })
})

describe('a line is not corrected', () => {
  test('by a number that changed before any was sent', async () => {
    const { partnerId } = await billed(100)
    await report(partnerId, 90)
    expect(await lineOf(partnerId)).toMatchObject({ unitCount: 90, revision: 2, sentAt: null, corrected: null })
    await take(partnerId)
    expect((await lineOf(partnerId))?.corrected).toBeNull()
  })

  test('by one that changed while its company was unmapped', async () => {
    const { partnerId } = await billed(100)
    await settle(await mustClaim((await pushOf(partnerId, 'a')).id), 'unmapped', UNMAPPED)
    await report(partnerId, 90)
    await settle(await mustClaim((await pushOf(partnerId, 'a')).id), 'unmapped', UNMAPPED)
    expect(await lineOf(partnerId)).toMatchObject({ unitCount: 90, outcome: 'unmapped', sentAt: null, corrected: null })
  })

  test('by a call without a good answer, whatever it may have done', async () => {
    const { partnerId } = await billed(100)
    const lost = await mustClaim((await pushOf(partnerId, 'a')).id)
    await settle(lost, 'retry', { httpStatus: null, reason: 'timeout', ambiguous: true })
    const odd = await mustClaim((await pushOf(partnerId, 'a')).id)
    await settle(odd, 'retry', { httpStatus: 200, reason: 'unreadable_answer', ambiguous: true })
    await report(partnerId, 90)
    expect(await lineOf(partnerId)).toMatchObject({ sentAt: null, corrected: null })
  })

  test('back to the number that Gradient still has', async () => {
    const { partnerId } = await billed(100)
    await take(partnerId)
    await report(partnerId, 90)
    await report(partnerId, 100)
    expect(await lineOf(partnerId)).toMatchObject({ unitCount: 100, revision: 3, outcome: 'waiting', corrected: null })
  })

  test('by the last call of a run, which sends the same number again', async () => {
    const { partnerId, connectionId } = await billed(100)
    await take(partnerId, new Date('2026-11-01T06:00:00Z'))
    await openRebuilds(db(), [{ connectionId, period: PERIOD }])
    await take(partnerId, new Date('2026-11-01T06:05:00Z'))
    expect(await lineOf(partnerId)).toMatchObject({ corrected: null, sentAt: new Date('2026-11-01T06:05:00Z') })
  })

  test('by its first number, that came late', async () => {
    const { partnerId } = await billed()
    expect(await lineOf(partnerId)).toMatchObject({ outcome: 'no_usage', unitCount: null, corrected: null })
    await report(partnerId, 5)
    await take(partnerId)
    expect(await lineOf(partnerId)).toMatchObject({ unitCount: 5, corrected: null })
  })
})
