import { CronExpressionParser } from 'cron-parser'
import { lastClosedPeriod, type Period } from './period.ts'

/** When the monthly run starts: a cron expression read in a time zone. */
export interface BillingCalendar {
  /** `BILLING_CRON`, by default `0 1 1 * *`: 01:00 on the 1st. */
  cron: string
  /** `BILLING_TIME_ZONE`, by default `America/New_York`. */
  timeZone: string
}

/** One moment at which a run is due, and the month that it bills. */
export interface BillingTick {
  at: Date
  period: Period
}

/** Longer than any hour that a clock change repeats. */
const REPEATED_HOURS_MS = 3 * 3_600_000

/**
 * The latest tick at or before `now`. Asking for the latest, not for each, is why a system that slept over two months bills only the last.
 *
 * Ticks are counted forwards, as BullMQ does it: where the clock is put back over the tick (New York, 1 November 2026, has 01:00
 * twice) that is the first of the two, while looking backwards finds the second (cron-parser 5.10).
 */
export function latestTick(calendar: BillingCalendar, now: Date): BillingTick {
  const backwards = CronExpressionParser.parse(calendar.cron, {
    currentDate: new Date(now.getTime() + 1),
    tz: calendar.timeZone,
  }).prev()
  let tick = nextTick(calendar, new Date(backwards.getTime() - REPEATED_HOURS_MS))
  for (let next = tick; next.at <= now; next = nextTick(calendar, next.at)) tick = next
  return tick
}

/** The next tick after `now`. */
export function nextTick(calendar: BillingCalendar, now: Date): BillingTick {
  const at = CronExpressionParser.parse(calendar.cron, { currentDate: now, tz: calendar.timeZone }).next().toDate()
  return { at, period: lastClosedPeriod(at, calendar.timeZone) }
}
