import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTickReader, latestTick, nextTick, ticksBefore } from './billing-calendar.ts'
import { billingSettings } from './billing-settings.ts'
import { lastClosedPeriod, periodStartsAt, shiftPeriod } from './period.ts'

const NEW_YORK = { cron: '0 1 1 * *', timeZone: 'America/New_York' }

const isTakenAsTimeZone = (timeZone: string) => billingSettings.BILLING_TIME_ZONE.safeParse(timeZone).success

describe('the billing calendar', () => {
  test.each([
    ['in winter, a second before the tick', '2026-12-01T05:59:59Z', '2026-11-01T05:00:00.000Z', '2026-10'],
    ['in winter, at the tick', '2026-12-01T06:00:00Z', '2026-12-01T06:00:00.000Z', '2026-11'],
    ['in summer, a second before the tick', '2026-07-01T04:59:59Z', '2026-06-01T05:00:00.000Z', '2026-05'],
    ['in summer, at the tick', '2026-07-01T05:00:00Z', '2026-07-01T05:00:00.000Z', '2026-06'],
    [
      'where the clock is put back over the tick: the first of the two',
      '2026-11-01T07:30:00Z',
      '2026-11-01T05:00:00.000Z',
      '2026-10',
    ],
    ['after sleeping over two months', '2026-03-20T12:00:00Z', '2026-03-01T06:00:00.000Z', '2026-02'],
  ])('%s', (_name, now, at, period) => {
    const tick = latestTick(NEW_YORK, new Date(now))
    expect({ at: tick.at.toISOString(), period: tick.period }).toEqual({ at, period })
  })

  test('the next tick after the last of the year bills December', () => {
    expect(nextTick(NEW_YORK, new Date('2026-12-20T00:00:00Z'))).toEqual({
      at: new Date('2027-01-01T06:00:00Z'),
      period: '2026-12',
    })
  })

  test('in every time zone that is taken and month of 2020 to 2040, the tick bills the month before it and lies at most a day into its own', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-02-01T00:00:00Z'), max: new Date('2040-12-31T00:00:00Z'), noInvalidDate: true }),
        fc.constantFrom(...Intl.supportedValuesOf('timeZone').filter(isTakenAsTimeZone)),
        (now, timeZone) => {
          const calendar = { cron: NEW_YORK.cron, timeZone }
          const latest = latestTick(calendar, now)
          const next = nextTick(calendar, now)
          expect(latest.at.getTime()).toBeLessThanOrEqual(now.getTime())
          expect(next.at.getTime()).toBeGreaterThan(now.getTime())
          expect(next.period).toBe(shiftPeriod(latest.period, 1))
          expect(latest.period).toBe(lastClosedPeriod(latest.at, timeZone))
          const intoMonthMs = latest.at.getTime() - periodStartsAt(shiftPeriod(latest.period, 1), timeZone).getTime()
          expect(intoMonthMs).toBeGreaterThanOrEqual(0)
          expect(intoMonthMs).toBeLessThan(3 * 3_600_000)
        },
      ),
      { numRuns: 500 },
    )
  }, 60_000)

  test('the latest tick is found where the clock was put forward to midnight, or from it', () => {
    // In 2027 in both places of Greenland 23:00 of the 27th of March is midnight, and in Beirut midnight is 01:00.
    for (const timeZone of ['America/Scoresbysund', 'America/Godthab', 'Asia/Beirut']) {
      const calendar = { cron: NEW_YORK.cron, timeZone }
      const ofFebruary = nextTick(calendar, new Date('2027-02-20T00:00:00Z'))
      for (let hour = 0; hour < 4 * 24; hour += 1) {
        const now = new Date(Date.UTC(2027, 2, 27, 21 + hour) - 1)
        expect({ now, tick: latestTick(calendar, now) }).toEqual({ now, tick: ofFebruary })
      }
    }
  })

  test('the one time zone in which cron-parser cannot find each tick is refused, by each of its names', () => {
    const inLordHowe = { cron: NEW_YORK.cron, timeZone: 'Australia/Lord_Howe' }
    expect(() => latestTick(inLordHowe, new Date('2035-04-04T08:42:01Z'))).toThrow(/loop limit exceeded/)
    expect(Intl.supportedValuesOf('timeZone').filter((zone) => !isTakenAsTimeZone(zone))).toEqual([
      'Australia/Lord_Howe',
    ])
    const { error } = billingSettings.BILLING_TIME_ZONE.safeParse('Australia/LHI')
    expect(error?.issues.map(({ message }) => message)).toEqual([
      'must be a time zone whose clock is put forward and back by whole hours',
    ])
    expect(billingSettings.BILLING_TIME_ZONE.safeParse('Nowhere/Else').error?.issues).toHaveLength(1)
  })

  test('a tick that cron-parser cannot find is an error, and no older one is taken for the latest', () => {
    // On Lord Howe Island the clock goes back by half an hour at 02:00 of that Sunday, and cron-parser 5.10 goes round in circles.
    const sundays = { cron: '0 2 * * 0', timeZone: 'Australia/Lord_Howe' }
    expect(() => latestTick(sundays, new Date('2027-04-03T16:00:00Z'))).toThrow(/loop limit exceeded/)
  })

  test('the ticks before the latest are those that were the latest in their time', () => {
    const latest = latestTick(NEW_YORK, new Date('2027-02-10T00:00:00Z'))
    const before = ticksBefore(NEW_YORK, latest, 6)
    expect(before.map(({ period }) => period)).toEqual([
      '2026-12',
      '2026-11',
      '2026-10',
      '2026-09',
      '2026-08',
      '2026-07',
    ])
    for (const tick of before) expect(latestTick(NEW_YORK, new Date(tick.at.getTime() + 86_400_000))).toEqual(tick)
    expect(before.map(({ at }) => at.toISOString().slice(11, 13))).toEqual(['06', '06', '05', '05', '05', '05'])
  })

  test('a month that the calendar never bills is not among the ticks before', () => {
    const yearly = { cron: '0 1 1 1,7 *', timeZone: 'America/New_York' }
    const latest = latestTick(yearly, new Date('2027-01-10T00:00:00Z'))
    expect(ticksBefore(yearly, latest, 12).map(({ period }) => period)).toEqual(['2026-06', '2025-12'])
  })

  test('a reader of the calendar sees the next tick the moment it is due, and an earlier one when the clock is put back', () => {
    const read = createTickReader(NEW_YORK, 1)
    const periodsAt = (now: string) => {
      const { latest, before } = read(new Date(now))
      return [latest.period, before[0]?.period]
    }
    expect(periodsAt('2026-11-01T04:59:59.999Z')).toEqual(['2026-09', '2026-08'])
    expect(periodsAt('2026-11-01T05:00:00Z')).toEqual(['2026-10', '2026-09'])
    expect(periodsAt('2026-12-01T05:59:59.999Z')).toEqual(['2026-10', '2026-09'])
    expect(periodsAt('2026-10-31T12:00:00Z')).toEqual(['2026-09', '2026-08'])
  })
})
