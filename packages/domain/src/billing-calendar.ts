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
/** What cron-parser throws when it has come past `endDate` (5.10, which does not export it from its index). */
const PAST_THE_END = 'Out of the time span range'

/**
 * The latest tick at or before `now`. Asking for the latest, not for each, is why a system that slept over two months bills only the last.
 *
 * Ticks are only ever counted forwards, as BullMQ does it, from ever further back until there is one. Looking backwards finds the second of two where the clock is
 * put back over the tick (New York, 1 November 2026, has 01:00 twice), and none at all in Greenland after the clock was put forward to
 * midnight (cron-parser 5.10).
 */
export function latestTick(calendar: BillingCalendar, now: Date): BillingTick {
  let backMs = REPEATED_HOURS_MS
  let first = firstBetween(calendar, new Date(now.getTime() - backMs), now)
  while (first === undefined) {
    backMs *= 4
    first = firstBetween(calendar, new Date(now.getTime() - backMs), now)
  }
  // It may be the second of two, where the search began between them.
  let at = firstBetween(calendar, new Date(first.getTime() - REPEATED_HOURS_MS), now) ?? first
  for (let next: Date | undefined = at; next; next = firstBetween(calendar, next, now)) at = next
  return tickAt(calendar, at)
}

/**
 * The first moment of the calendar after `after` and no later than `until`. It looks no further, since each day that it looks at costs some 50 µs.
 * @throws Error where cron-parser finds none within its ten thousand steps.
 */
function firstBetween({ cron, timeZone }: BillingCalendar, after: Date, until: Date): Date | undefined {
  try {
    return CronExpressionParser.parse(cron, { currentDate: after, endDate: until, tz: timeZone }).next().toDate()
  } catch (error) {
    if (error instanceof Error && error.message === PAST_THE_END) return undefined
    throw error
  }
}

function tickAt({ timeZone }: BillingCalendar, at: Date): BillingTick {
  return { at, period: lastClosedPeriod(at, timeZone) }
}

/** The next tick after `now`. */
export function nextTick(calendar: BillingCalendar, now: Date): BillingTick {
  const expression = CronExpressionParser.parse(calendar.cron, { currentDate: now, tz: calendar.timeZone })
  return tickAt(calendar, expression.next().toDate())
}

/**
 * The ticks that bill the last `months` periods before the one of `latest`, the newest first. A period that no tick bills is left
 * out; of several that bill the same one, the first counts.
 */
export function ticksBefore(calendar: BillingCalendar, latest: BillingTick, months: number): BillingTick[] {
  const periods = Array.from({ length: months }, (_, back) => shiftPeriod(latest.period, -1 - back))
  return periods.flatMap((period) => {
    const closesAt = periodStartsAt(shiftPeriod(period, 1), calendar.timeZone)
    const endsAt = periodStartsAt(shiftPeriod(period, 2), calendar.timeZone)
    const at = firstBetween(calendar, new Date(closesAt.getTime() - 1), new Date(endsAt.getTime() - 1))
    return at ? [{ at, period }] : []
  })
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
