import { type Period, periodAt, periodStartsAt, shiftPeriod } from '@bridge/domain'
import type { Deps } from '../deps.ts'

/** Tells the period that runs now. The calendar is asked once in a period: to ask it is dear beside the rest of a small call. */
export function createCurrentPeriod({ clock, calendar }: Pick<Deps, 'clock' | 'calendar'>): () => Period {
  let period: Period = ''
  let startsAtMs = 0
  let endsAtMs = 0
  return () => {
    const now = clock.now()
    if (now.getTime() < startsAtMs || now.getTime() >= endsAtMs) {
      period = periodAt(now, calendar.timeZone)
      startsAtMs = periodStartsAt(period, calendar.timeZone).getTime()
      endsAtMs = periodStartsAt(shiftPeriod(period, 1), calendar.timeZone).getTime()
    }
    return period
  }
}
