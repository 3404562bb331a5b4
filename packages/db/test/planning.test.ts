import { givenConnection, givenPartner } from '@bridge/testkit'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { planRun, startRun } from '../src/index.ts'
import { LATER, PERIOD, useTestLedger } from './test-ledger.ts'

const { connectedPartner, db, mustClaim, pushOf, runFor, settle } = useTestLedger()

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
    const again = await Promise.all([planRun(db(), run.id, LATER), planRun(db(), run.id, LATER)])
    expect(again.map((planned) => planned.opened)).toEqual([0, 0])
    const { expected } = await db()
      .selectFrom('partner_run')
      .select('expected')
      .where('partner_id', '=', partnerId)
      .executeTakeFirstOrThrow()
    expect(expected).toBe(1)
  })

  test('two that start the monthly run at once make one; a partner that connected after the tick is not in it', async () => {
    const partnerId = await givenPartner(db(), { companies: [{ id: 'a' }] })
    await givenConnection(db(), partnerId, { connectedAt: new Date('2026-11-20') })
    const order = { period: '2026-03', kind: 'scheduled', partnerId: null, deadlineAt: LATER } as const
    expect(await startRun(db(), { ...order, connectedBy: new Date('2000-01-01') })).toBeNull()
    const both = await Promise.all([
      startRun(db(), { ...order, connectedBy: LATER }),
      startRun(db(), { ...order, connectedBy: LATER }),
    ])
    expect(both.map((run) => run?.created).sort()).toEqual([false, true])
    expect(both[0]?.id).toBe(both[1]?.id)
    const planned = await planRun(db(), both[0]?.id ?? '', new Date('2026-11-01'))
    expect(planned.opened).toBe(
      await db()
        .selectFrom('push')
        .where('period', '=', '2026-03')
        .execute()
        .then((rows) => rows.length),
    )
    const ofLatecomer = await db().selectFrom('push').where('partner_id', '=', partnerId).execute()
    expect(ofLatecomer).toEqual([])
    await sql`delete from push where period = '2026-03'`.execute(db())
    await sql`delete from partner_run where period = '2026-03'`.execute(db())
    await sql`delete from billing_run where period = '2026-03'`.execute(db())
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
