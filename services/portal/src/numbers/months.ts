import type { Shape } from '../api/client.ts'
import { shiftPeriod } from './period.ts'

/** A partner's month as the gateway tells it. */
export type Month = Shape<'BillingPeriod'>

/** How the month that is running stands in an address. */
export const THIS_MONTH = 'this-month'

/** The newest months, which are asked for often, laid over all months, which are not; the newest first. */
export function mergeMonths(newest: readonly Month[] = [], all: readonly Month[] = []): Month[] {
  const byPeriod = new Map([...all, ...newest].map((month) => [month.period, month]))
  return [...byPeriod.values()].toSorted((a, b) => (a.period < b.period ? 1 : -1))
}

/** The period that is running: the one after the month closed last, or, where no month says that it is that, the one by the clock. */
export function runningPeriod(months: readonly Pick<Month, 'period' | 'isOpen'>[], byClock: string): string {
  const closedLast = months.find((month) => month.isOpen)
  return closedLast ? shiftPeriod(closedLast.period, 1) : byClock
}

/** The periods that can be looked at, the newest first: the running one, the one closed last, and all for which there is something. */
export function periodsToPick(months: readonly Pick<Month, 'period'>[], running: string): string[] {
  const periods = new Set([running, shiftPeriod(running, -1), ...months.map((month) => month.period)])
  return [...periods].filter((period) => period <= running).toSorted((a, b) => (a < b ? 1 : -1))
}

/** The periods before and after one in the list; `undefined` at its ends. One that is not in it has its neighbours all the same. */
export function neighboursOf(periods: readonly string[], period: string) {
  return {
    earlier: periods.find((other) => other < period),
    later: periods.findLast((other) => other > period),
  }
}

/** Periods by their years, in the order in which they come. */
export function byYear(periods: readonly string[]): { year: string; periods: string[] }[] {
  const years = new Map<string, string[]>()
  for (const period of periods) {
    const year = period.slice(0, 4)
    years.set(year, [...(years.get(year) ?? []), period])
  }
  return [...years].map(([year, ofYear]) => ({ year, periods: ofYear }))
}
