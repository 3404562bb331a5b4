import type { Period } from './period.ts'
import { shiftPeriod } from './period.ts'

/** What a company is sent for a period: its usage count, the one 0 that ends it, or nothing. */
export type Bill = 'usage' | 'final_zero' | 'nothing'

/**
 * The rule for one company and period. An archived company's last period (the month in which it was archived) is still
 * billed, then one 0 is sent, since Gradient holds a number until another takes its place; then nothing. A 0 that did not
 * arrive in its month (the last number that Gradient took is not 0) is owed until it does. `planRun` in the db package says the
 * same as one set-based statement; a test holds the two together.
 */
export function billFor(
  company: { lastPeriod: Period | null; hasAccount: boolean; lastAccepted: number | null },
  period: Period,
): Bill {
  const { lastPeriod } = company
  if (lastPeriod === null || period <= lastPeriod) return 'usage'
  if (!company.hasAccount) return 'nothing'
  if (period === shiftPeriod(lastPeriod, 1)) return 'final_zero'
  return company.lastAccepted !== null && company.lastAccepted !== 0 ? 'final_zero' : 'nothing'
}
