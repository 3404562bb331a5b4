import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { latestTick, nextTick } from './billing-calendar.ts'
import { lastClosedPeriod, periodStartsAt, shiftPeriod } from './period.ts'

const NEW_YORK = { cron: '0 1 1 * *', timeZone: 'America/New_York' }

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

  test('in every time zone and month of 2020 to 2040, the tick bills the month before it and lies at most a day into its own', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-02-01T00:00:00Z'), max: new Date('2040-12-31T00:00:00Z'), noInvalidDate: true }),
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
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
  })
})
