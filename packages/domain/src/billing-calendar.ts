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

/** The latest tick at or before `now`. Asking for the latest, not for each, is why a system that slept over two months bills only the last. */
export function latestTick(calendar: BillingCalendar, now: Date): BillingTick {
  const justAfter = new Date(now.getTime() + 1)
  const at = CronExpressionParser.parse(calendar.cron, { currentDate: justAfter, tz: calendar.timeZone })
    .prev()
    .toDate()
  return { at, period: lastClosedPeriod(at, calendar.timeZone) }
}

/** The next tick after `now`. */
export function nextTick(calendar: BillingCalendar, now: Date): BillingTick {
  const at = CronExpressionParser.parse(calendar.cron, { currentDate: now, tz: calendar.timeZone }).next().toDate()
  return { at, period: lastClosedPeriod(at, calendar.timeZone) }
}
