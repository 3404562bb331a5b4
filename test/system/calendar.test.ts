import { createQueues, nudgePlan, type Queues } from '@bridge/queue'
import { createFakeClock, givenPartner, waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { calendarWasAsked, monthlyRun, monthlyRuns } from './calendar-view.ts'
import { callsInGradient, countsInGradient } from './gradient-view.ts'
import { finished, outcomes } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'

describe('the 1st, without anyone’s hand', () => {
  const clock = createFakeClock('2026-10-31T12:00:00Z')
  let stack: Stack
  let queues: Queues
  beforeAll(async () => {
    stack = await startStack({ clock })
    queues = createQueues({ redisUrl: stack.redisUrl, prefix: stack.queuePrefix, onError: () => {} })
  })
  afterAll(async () => {
    await queues.close()
    await stack.close()
  })

  async function connected(companies: Parameters<typeof givenPartner>[1]['companies'], at: string) {
    const partnerId = await givenPartner(stack.db, { companies })
    const made = await stack.connect(partnerId, { connectedAt: new Date(at) })
    await stack.synced(made.connectionId)
    await stack.control('POST', `partners/${made.partnerKey}/map`, { accountIds: 'all' })
    return { partnerId, ...made }
  }

  const periods = async () => (await monthlyRuns(stack)).map(({ period }) => period)

  test('the run starts at the tick for the month before; an archived company gets its last month, then one zero, then nothing', async () => {
    const { partnerId, partnerKey } = await connected(
      [
        { id: 'stays', usage: { '2026-10': 5, '2026-11': 6, '2026-12': 7 } },
        { id: 'leaves', lastPeriod: '2026-10', usage: { '2026-10': 9 } },
      ],
      '2026-10-31T12:00:00Z',
    )

    clock.set('2026-11-01T04:59:59Z')
    await calendarWasAsked(stack, '2026-09')
    expect(await periods()).toEqual([])

    clock.set('2026-11-01T05:00:00Z')
    const october = await monthlyRun(stack, '2026-10')
    expect(october).toMatchObject({
      kind: 'scheduled',
      partner_id: null,
      deadline_at: new Date('2026-11-01T13:00:00Z'),
    })
    await finished(stack, october.id)
    expect(await countsInGradient(stack, partnerKey)).toEqual({ stays: 5, leaves: 9 })

    // 01:00 for the second time in this night.
    const calls = await callsInGradient(stack, partnerKey, 'count')
    clock.set('2026-11-01T06:00:00Z')
    await calendarWasAsked(stack, '2026-10')
    expect(await periods()).toEqual(['2026-10'])
    expect(await callsInGradient(stack, partnerKey, 'count')).toEqual(calls)

    clock.set('2026-12-01T05:59:59Z')
    await calendarWasAsked(stack, '2026-10')
    expect(await periods()).toEqual(['2026-10'])
    clock.set('2026-12-01T06:00:00Z')
    const november = await monthlyRun(stack, '2026-11')
    expect(november.kind).toBe('scheduled')
    await finished(stack, november.id)
    expect(await countsInGradient(stack, partnerKey)).toEqual({ stays: 6, leaves: 0 })

    clock.set('2027-01-01T06:00:30Z')
    await finished(stack, (await monthlyRun(stack, '2026-12')).id)
    expect(await outcomes(stack, partnerId, '2026-12')).toEqual({ stays: 'accepted' })
    const ofLeaver = (await callsInGradient(stack, partnerKey, 'count')).filter((call) => call.accountId === 'leaves')
    expect([...new Set(ofLeaver.map((call) => call.unitCount))]).toEqual([9, 0])
  })

  test('in summer the tick is an hour earlier by UTC, and the deadline is not', async () => {
    clock.set('2027-06-10T12:00:00Z')
    const { partnerKey } = await connected([{ id: 'a', usage: { '2027-06': 3 } }], '2027-06-10T12:00:00Z')
    clock.set('2027-07-01T04:59:59Z')
    await calendarWasAsked(stack, '2027-05')
    expect(await periods()).not.toContain('2027-06')
    clock.set('2027-07-01T05:00:00Z')
    const june = await monthlyRun(stack, '2027-06')
    expect(june).toMatchObject({ kind: 'scheduled', deadline_at: new Date('2027-07-01T13:00:00Z') })
    await finished(stack, june.id)
    expect(await countsInGradient(stack, partnerKey)).toEqual({ a: 3 })
  })

  test('a tick that comes several times, and is replayed days later, makes one run and no call twice', async () => {
    const { partnerKey } = await connected([{ id: 'a', usage: { '2027-07': 4 } }], '2027-07-10T12:00:00Z')
    const ticks = async (...ids: string[]) => {
      await queues.add(ids.map(nudgePlan))
      const calendar = await queues.queue('calendar')
      await waitFor(async () => (await calendar.getJobCountByTypes('waiting', 'active')) === 0)
    }
    clock.set('2027-08-01T05:00:00Z')
    await ticks('one', 'two', 'three')
    const july = await monthlyRun(stack, '2027-07')
    await finished(stack, july.id)
    const calls = await callsInGradient(stack, partnerKey, 'count')
    expect(calls.map((call) => [call.unitCount, call.noBuild])).toEqual([
      [4, true],
      [4, false],
    ])
    clock.set('2027-08-05T12:00:00Z')
    await ticks('one', 'two')
    await calendarWasAsked(stack, '2027-07')
    expect((await periods()).filter((period) => period === '2027-07')).toHaveLength(1)
    expect(await callsInGradient(stack, partnerKey, 'count')).toEqual(calls)
  })
})

test('BullMQ’s repeatable job wakes the run by itself, between two sweeps', async () => {
  // The clock stands still, so only the queue can tell that two seconds have passed: each time that the run is taken away it comes back.
  const stack = await startStack({
    clock: createFakeClock('2026-11-01T05:00:00Z'),
    sweepEveryMs: 3_600_000,
    calendar: { cron: '*/2 * * * * *', timeZone: 'America/New_York' },
  })
  try {
    const partnerId = await givenPartner(stack.db, { companies: [{ id: 'a' }] })
    await stack.connect(partnerId, { connectedAt: new Date('2026-10-31T00:00:00Z') })
    for (let time = 0; time < 4; time += 1) {
      const run = await waitFor(async () => (await monthlyRuns(stack)).find((each) => each.planned_at), {
        what: 'the tick',
      })
      expect(run.kind).toBe('scheduled')
      // The scheduler may have a part of it and wait for the rest: Postgres ends one of the two then.
      await waitFor(() => sql`truncate billing_run, partner_run, push cascade`.execute(stack.db), {
        what: 'the run to be taken away',
      })
    }
  } finally {
    await stack.close()
  }
})
