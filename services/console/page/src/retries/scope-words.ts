import type { RetryScope } from '../api/shapes.ts'
import { formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'

/** What is known beside a scope's ids: the month of its run, and its cause in words. */
export interface ScopeFacts {
  period: string | undefined
  cause: { reason: string; message: string } | undefined
}

/** What a retry is of, in words. */
export function scopeWords(scope: RetryScope, { period, cause }: ScopeFacts): string {
  const says = words.retries.scope
  if ('pushIds' in scope) return says.pushes(scope.pushIds.length, formatNumber(scope.pushIds.length))
  if ('partnerId' in scope) return says.partner(scope.partnerId, formatPeriod(scope.period))
  const month = period === undefined ? says.someRun : formatPeriod(period)
  if ('outcomes' in scope) return says.run(month, scope.outcomes.map((outcome) => words.outcome[outcome]).join(', '))
  const why =
    cause && [words.reason[cause.reason] ?? cause.reason, cause.message].filter((part) => part !== '').join(': ')
  return says.cause(month, why ?? says.oneCause)
}
