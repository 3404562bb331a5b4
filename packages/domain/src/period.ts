import { z } from 'zod'

/** A calendar month, written `2026-10`. Data: decided once, at the edge, and never derived from "now" inside a worker. */
export type Period = string

/** Years 2000 to 2099, which is every month that we will ever bill. */
export const periodSchema = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'must be a calendar month written YYYY-MM')

/** The month before (`-1`), after (`1`), or any number of months away. */
export function shiftPeriod(period: Period, months: number): Period {
  return Temporal.PlainYearMonth.from(period).add({ months }).toString()
}

/** The calendar month in which `at` falls, as the clock on the wall in `timeZone` has it. */
export function periodAt(at: Date, timeZone: string): Period {
  return zoned(at, timeZone).toPlainDate().toPlainYearMonth().toString()
}

/** The month that ended last, as seen from `at` in `timeZone`: the only one whose counts may be sent. */
export function lastClosedPeriod(at: Date, timeZone: string): Period {
  return shiftPeriod(periodAt(at, timeZone), -1)
}

/** The first instant of the period in `timeZone`. */
export function periodStartsAt(period: Period, timeZone: string): Date {
  const start = Temporal.PlainYearMonth.from(period).toPlainDate({ day: 1 }).toZonedDateTime(timeZone)
  return new Date(start.epochMilliseconds)
}

/**
 * When the counts of `period` must be in Gradient: on the 1st of the month after, at a fixed offset from UTC, all year.
 * `08:00-05:00` ("8 AM EST") is 13:00 UTC in winter and in summer; New York's own 8 AM is an hour earlier in summer.
 */
export function deadlineAt(period: Period, deadline: string): Date {
  return new Date(Temporal.Instant.from(`${shiftPeriod(period, 1)}-01T${deadline}`).epochMilliseconds)
}

function zoned(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
}
