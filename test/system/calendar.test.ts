import { createFakeClock, givenPartner, waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callsInGradient, countsInGradient } from './gradient-view.ts'
import { finished, outcomes } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'

async function monthlyRun(stack: Stack, period: string) {
  return waitFor(
    () =>
      stack.db
        .selectFrom('billing_run')
        .selectAll()
        .where('period', '=', period)
        .where('kind', '<>', 'requested')
        .executeTakeFirst(),
    { what: `the monthly run of ${period}` },
  )
}

describe('the 1st, without anyone’s hand', () => {
  const clock = createFakeClock('2026-10-31T12:00:00Z')
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack({ clock })
  })
  afterAll(() => stack.close())

  test('the run starts at the tick for the month before; an archived company gets its last month, then one zero, then nothing', async () => {
    const partnerId = await givenPartner(stack.db, {
      companies: [
        { id: 'stays', usage: { '2026-10': 5, '2026-11': 6, '2026-12': 7 } },
        { id: 'leaves', lastPeriod: '2026-10', usage: { '2026-10': 9 } },
      ],
    })
    const { connectionId, partnerKey } = await stack.connect(partnerId, {
      connectedAt: new Date('2026-10-31T12:00:00Z'),
    })
    await stack.synced(connectionId)
    await stack.control('POST', `partners/${partnerKey}/map`, { accountIds: 'all' })

    clock.set('2026-11-01T04:59:59Z')
    await stack.synced(connectionId)
    expect(await stack.db.selectFrom('billing_run').selectAll().execute()).toEqual([])

    clock.set('2026-11-01T05:00:00Z')
    const october = await monthlyRun(stack, '2026-10')
    expect(october).toMatchObject({
      kind: 'scheduled',
      partner_id: null,
      deadline_at: new Date('2026-11-01T13:00:00Z'),
    })
    await finished(stack, october.id)
    expect(await countsInGradient(stack, partnerKey)).toEqual({ stays: 5, leaves: 9 })

    clock.set('2026-12-01T06:00:30Z')
    await finished(stack, (await monthlyRun(stack, '2026-11')).id)
    expect(await countsInGradient(stack, partnerKey)).toEqual({ stays: 6, leaves: 0 })

    clock.set('2027-01-01T06:00:30Z')
    await finished(stack, (await monthlyRun(stack, '2026-12')).id)
    expect(await outcomes(stack, partnerId, '2026-12')).toEqual({ stays: 'accepted' })
    const ofLeaver = (await callsInGradient(stack, partnerKey, 'count')).filter((call) => call.accountId === 'leaves')
    expect([...new Set(ofLeaver.map((call) => call.unitCount))]).toEqual([9, 0])
  })

  test('a system that was down over the tick catches up, once, and bills only the last closed month', async () => {
    const partnerId = await givenPartner(stack.db, { companies: [{ id: 'a', usage: { '2027-02': 1, '2027-03': 2 } }] })
    const { connectionId, partnerKey } = await stack.connect(partnerId, {
      connectedAt: new Date('2027-02-10T12:00:00Z'),
    })
    await stack.synced(connectionId)
    await stack.control('POST', `partners/${partnerKey}/map`, { accountIds: 'all' })
    clock.set('2027-04-20T12:00:00Z')
    const run = await monthlyRun(stack, '2027-03')
    expect(run.kind).toBe('catch_up')
    await finished(stack, run.id)
    await waitFor(async () => (await countsInGradient(stack, partnerKey))['a'] === 2)
    const periods = await stack.db
      .selectFrom('push')
      .select('period')
      .distinct()
      .where('partner_id', '=', partnerId)
      .execute()
    expect(periods).toEqual([{ period: '2027-03' }])
  })
})

test('BullMQ’s repeatable job wakes the run by itself, between two sweeps', async () => {
  const stack = await startStack({
    sweepEveryMs: 3_600_000,
    calendar: { cron: '* * * * * *', timeZone: 'America/New_York' },
  })
  try {
    const partnerId = await givenPartner(stack.db, { companies: [{ id: 'a' }] })
    await stack.connect(partnerId, { connectedAt: new Date('2026-01-01T00:00:00Z') })
    const run = await waitFor(() => stack.db.selectFrom('billing_run').selectAll().executeTakeFirst(), {
      what: 'the tick',
    })
    expect(run.kind).toBe('scheduled')
  } finally {
    await stack.close()
  }
})
