import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deadlineAt, lastClosedPeriod, periodAt, periodSchema, periodStartsAt, shiftPeriod } from './period.ts'

const zones = Intl.supportedValuesOf('timeZone')
const momentOf2020To2040 = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2040-12-31T23:59:59Z'),
  noInvalidDate: true,
})
const period2020To2040 = fc
  .tuple(fc.integer({ min: 2020, max: 2040 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`)

describe('periods', () => {
  test.each(['2026-10', '2000-01', '2099-12'])('%s is one', (text) =>
    expect(periodSchema.safeParse(text).success).toBe(true),
  )
  test.each(['2026-13', '2026-00', '2026-1', '26-10', '2026-10-01', '1999-12', ' 2026-10', '2026/10', ''])(
    '%j is none',
    (text) => expect(periodSchema.safeParse(text).success).toBe(false),
  )

  test('in every time zone, a moment lies between the start of its period and the start of the next', () => {
    fc.assert(
      fc.property(momentOf2020To2040, fc.constantFrom(...zones), (at, zone) => {
        const period = periodAt(at, zone)
        expect(periodStartsAt(period, zone).getTime()).toBeLessThanOrEqual(at.getTime())
        expect(at.getTime()).toBeLessThan(periodStartsAt(shiftPeriod(period, 1), zone).getTime())
      }),
      { numRuns: 2_000 },
    )
  })

  test('in every time zone, the last closed period is over and the one after it is not', () => {
    fc.assert(
      fc.property(momentOf2020To2040, fc.constantFrom(...zones), (at, zone) => {
        const closed = lastClosedPeriod(at, zone)
        expect(periodStartsAt(shiftPeriod(closed, 1), zone).getTime()).toBeLessThanOrEqual(at.getTime())
        expect(periodStartsAt(shiftPeriod(closed, 2), zone).getTime()).toBeGreaterThan(at.getTime())
      }),
      { numRuns: 2_000 },
    )
  })

  test('shifting there and back is no shift, and periods sort as text', () => {
    fc.assert(
      fc.property(period2020To2040, fc.integer({ min: -200, max: 200 }), (period, months) => {
        const shifted = shiftPeriod(period, months)
        expect(shiftPeriod(shifted, -months)).toBe(period)
        expect(Math.sign(months)).toBe(shifted === period ? 0 : shifted > period ? 1 : -1)
      }),
    )
  })
})

describe('the deadline', () => {
  test.each([
    ['2026-10', '2026-11-01T13:00:00.000Z'],
    ['2026-06', '2026-07-01T13:00:00.000Z'],
    ['2026-12', '2027-01-01T13:00:00.000Z'],
  ])('of %s is 13:00 UTC, in winter and in summer', (period, expected) => {
    expect(deadlineAt(period, '08:00-05:00').toISOString()).toBe(expected)
  })

  test('is on the 1st of the month after, at the same time of day, for every period and offset', () => {
    fc.assert(
      fc.property(period2020To2040, fc.integer({ min: -12, max: 14 }), (period, offset) => {
        const text = `08:00${offset < 0 ? '-' : '+'}${String(Math.abs(offset)).padStart(2, '0')}:00`
        const at = deadlineAt(period, text)
        const local = new Date(at.getTime() + offset * 3_600_000)
        expect(local.toISOString()).toBe(`${shiftPeriod(period, 1)}-01T08:00:00.000Z`)
      }),
    )
  })
})
