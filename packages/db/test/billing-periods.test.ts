import { givenConnection, givenPartner } from '@bridge/testkit'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { disconnect, listBillingPeriods, openRebuilds, putUsage } from '../src/index.ts'
import { PERIOD, useTestLedger } from './test-ledger.ts'

const { connectedPartner, db, mustClaim, pushOf, runFor, settle } = useTestLedger()

const list = (partnerId: string, before = '9999-12', limit = 12) =>
  listBillingPeriods(db(), { partnerId, before, limit })
const month = async (partnerId: string, period = PERIOD) =>
  (await list(partnerId)).find((each) => each.period === period)

async function send(partnerId: string, companyId: string, result: 'accepted' | 'unmapped' = 'accepted') {
  const claimed = await mustClaim((await pushOf(partnerId, companyId)).id)
  await settle(claimed, result, result === 'unmapped' ? { httpStatus: 404, reason: 'unmapped' } : {})
}

const NONE = {
  waiting: 0,
  sending: 0,
  accepted: 0,
  unmapped: 0,
  no_usage: 0,
  refused: 0,
  failed: 0,
  cancelled: 0,
  superseded: 0,
}

describe('the months of a partner', () => {
  test('are those for which something was reported or billed, the newest first, page by page', async () => {
    const { partnerId } = await connectedPartner([
      { id: 'a', usage: { '2025-01': 1, '2026-08': 2, '2026-11': 3 } },
      { id: 'b', usage: { '2026-08': 40 } },
    ])
    await givenPartner(db(), { companies: [{ id: 'a', usage: { '2026-07': 1 } }] })
    await runFor(partnerId, '2026-09')
    const months = await list(partnerId)
    expect(months.map(({ period, billableUsers, companies }) => [period, billableUsers, companies])).toEqual([
      ['2026-11', 3, 1],
      ['2026-09', 0, 0],
      ['2026-08', 42, 2],
      ['2025-01', 1, 1],
    ])
    expect(months.map(({ outcomes, startedAt }) => [outcomes?.no_usage ?? null, startedAt !== null])).toEqual([
      [null, false],
      [2, true],
      [null, false],
      [null, false],
    ])
    expect((await list(partnerId, '9999-12', 2)).map(({ period }) => period)).toEqual(['2026-11', '2026-09'])
    expect((await list(partnerId, '2026-09', 2)).map(({ period }) => period)).toEqual(['2026-08', '2025-01'])
    expect(await list(await givenPartner(db(), { companies: [{ id: 'a' }] }))).toEqual([])
  })

  test('have what was expected, what became of it, and what Gradient has', async () => {
    const usage = { [PERIOD]: 10 }
    const { partnerId, connectionId } = await connectedPartner([
      { id: 'a', usage },
      { id: 'b', usage },
      { id: 'c', usage },
      { id: 'd' },
    ])
    const run = await runFor(partnerId)
    await send(partnerId, 'a')
    await send(partnerId, 'b', 'unmapped')
    await sql`update push set outcome = 'waiting' where partner_id = ${partnerId} and company_id = 'b'`.execute(db())
    await send(partnerId, 'b')
    await putUsage(db(), { partnerId, companyId: 'a', period: PERIOD, billableUsers: 11 })
    expect(await month(partnerId)).toMatchObject({
      billableUsers: 31,
      companies: 3,
      sentUsers: 10,
      expected: 4,
      outcomes: { ...NONE, waiting: 2, accepted: 1, no_usage: 1 },
      finishedAt: null,
      mappedSince: 1,
      mail: null,
    })
    await send(partnerId, 'a')
    await send(partnerId, 'c')
    await sql`update billing_run set finished_at = '2026-11-01T09:00:00Z' where id = ${run.id}`.execute(db())
    const all = {
      sentUsers: 31,
      outcomes: { ...NONE, accepted: 3, no_usage: 1 },
      finishedAt: new Date('2026-11-01T09:00:00Z'),
    }
    expect(await month(partnerId)).toMatchObject(all)
    await openRebuilds(db(), [{ connectionId, period: PERIOD }])
    expect(await month(partnerId)).toMatchObject({
      sentUsers: 31,
      mappedSince: 1,
      outcomes: { waiting: 1, accepted: 2 },
    })
  })

  test('count each company once, by its newest connection, and still prove that none is missing', async () => {
    const usage = { [PERIOD]: 10 }
    const { partnerId, connectionId } = await connectedPartner([
      { id: 'a', usage },
      { id: 'b', usage },
      { id: 'c', usage },
    ])
    await sql`update connection set connected_at = '2026-01-01' where id = ${connectionId}`.execute(db())
    await runFor(partnerId)
    await send(partnerId, 'a')
    await disconnect(db(), connectionId)
    await sql`update company set last_period = '2026-08', archived_at = now() where partner_id = ${partnerId} and id = 'c'`.execute(
      db(),
    )
    await givenConnection(db(), partnerId)
    await runFor(partnerId)
    await send(partnerId, 'b')
    const counted = { expected: 3, sentUsers: 10, outcomes: { ...NONE, waiting: 1, accepted: 1, cancelled: 1 } }
    expect(await month(partnerId)).toMatchObject(counted)
    await sql`update partner_run set expected = expected + 1 where connection_id = ${connectionId}`.execute(db())
    expect(await month(partnerId)).toMatchObject({ ...counted, expected: 4 })
  })

  test('have the newest run that the partner had a part in, and not one that was missed', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 1 } }])
    await runFor(partnerId)
    await sql`update billing_run set started_at = '2026-11-01T06:00:00Z', finished_at = started_at where partner_id = ${partnerId}`.execute(
      db(),
    )
    const newer = (kind: string, startedAt: string, missed: boolean) =>
      sql`insert into billing_run (period, kind, deadline_at, started_at, finished_at, missed_at)
        values (${PERIOD}, ${kind}, now(), ${startedAt}, ${startedAt}, ${missed ? startedAt : null})`.execute(db())
    await newer('requested', '2026-11-02T06:00:00Z', false)
    await newer('catch_up', '2026-12-02T06:00:00Z', true)
    expect((await month(partnerId))?.startedAt).toEqual(new Date('2026-11-02T06:00:00Z'))
    await sql`delete from billing_run where period = ${PERIOD} and partner_id is null`.execute(db())
  })

  test('have the newest breakdown mail of their own', async () => {
    const { partnerId, connectionId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 1 } }])
    const first = await runFor(partnerId)
    await sql`update billing_run set finished_at = now() where id = ${first.id}`.execute(db())
    const second = await runFor(partnerId)
    const mail = (runId: string, status: string, createdAt: string) =>
      sql`insert into mail (kind, partner_id, connection_id, run_id, period, status, recipient, detail, created_at, settled_at)
        values ('breakdown', ${partnerId}, ${connectionId}, ${runId}, ${PERIOD}, ${status}, 'a@b.example', 'said', ${createdAt}, ${createdAt})`.execute(
        db(),
      )
    await mail(first.id, 'sent', '2026-11-01T06:00:00Z')
    expect((await month(partnerId))?.mail).toEqual({
      status: 'sent',
      recipient: 'a@b.example',
      sentAt: new Date('2026-11-01T06:00:00Z'),
      detail: 'said',
    })
    await mail(second.id, 'bounced', '2026-11-02T06:00:00Z')
    expect((await month(partnerId))?.mail).toMatchObject({ status: 'bounced', sentAt: null })
  })
})
