import type { RetryScope } from '../api/shapes.ts'
import { formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'

/** What a retry is of, in words. */
export function scopeWords(scope: RetryScope): string {
  const says = words.retries.scope
  if ('pushIds' in scope) return says.pushes(scope.pushIds.length, formatNumber(scope.pushIds.length))
  if ('causeId' in scope) return says.cause
  if ('partnerId' in scope) return says.partner(scope.partnerId, formatPeriod(scope.period))
  return says.run(scope.outcomes.map((outcome) => words.outcome[outcome]).join(', '))
}
