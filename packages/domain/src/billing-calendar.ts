import { CronExpressionParser } from 'cron-parser'
import { lastClosedPeriod, type Period, periodStartsAt, shiftPeriod } from './period.ts'

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
 * Ticks are only ever counted forwards, as BullMQ does it, from ever further back until there is one. Looking backwards finds the second of two where the clock is
 * put back over the tick (New York, 1 November 2026, has 01:00 twice), and none at all in Greenland after the clock was put forward to
 * midnight (cron-parser 5.10).
 */
export function latestTick(calendar: BillingCalendar, now: Date): BillingTick {
  const firstIn = (backMs: number) => nextTick(calendar, new Date(now.getTime() - backMs))
  let backMs = REPEATED_HOURS_MS
  let tick = firstIn(backMs)
  while (tick.at > now) {
    backMs *= 2
    tick = firstIn(backMs)
  }
  // It may be the second of two, where the search began between them.
  tick = nextTick(calendar, new Date(tick.at.getTime() - REPEATED_HOURS_MS))
  for (let next = tick; next.at <= now; next = nextTick(calendar, next.at)) tick = next
  return tick
}

/** The next tick after `now`. */
export function nextTick(calendar: BillingCalendar, now: Date): BillingTick {
  const at = CronExpressionParser.parse(calendar.cron, { currentDate: now, tz: calendar.timeZone }).next().toDate()
  return { at, period: lastClosedPeriod(at, calendar.timeZone) }
}

/**
 * The ticks that bill the last `months` periods before the one of `latest`, the newest first. A period that no tick bills is left
 * out; of several that bill the same one, the first counts.
 */
export function ticksBefore(calendar: BillingCalendar, latest: BillingTick, months: number): BillingTick[] {
  const periods = Array.from({ length: months }, (_, back) => shiftPeriod(latest.period, -1 - back))
  return periods
    .map((period) => {
      const closesAt = periodStartsAt(shiftPeriod(period, 1), calendar.timeZone)
      return { period, tick: nextTick(calendar, new Date(closesAt.getTime() - 1)) }
    })
    .filter(({ period, tick }) => tick.period === period)
    .map(({ tick }) => tick)
}

/** The latest tick, and those before it, the newest first. */
export interface PastTicks {
  latest: BillingTick
  before: BillingTick[]
}

/** Reads the calendar for those who ask often: what costs some ten milliseconds is remembered until the next tick. `months` as in `ticksBefore`. */
export function createTickReader(calendar: BillingCalendar, months: number): (now: Date) => PastTicks {
  let known: (PastTicks & { nextAt: Date }) | undefined
  return (now) => {
    if (known && known.latest.at <= now && now < known.nextAt) return known
    const latest = latestTick(calendar, now)
    known = { latest, before: ticksBefore(calendar, latest, months), nextAt: nextTick(calendar, now).at }
    return known
  }
}
