import type { RetryScope } from '../api/shapes.ts'
import { writeView } from '../lists/use-view.ts'

/** Where the pushes of a retry are seen; `undefined` where there is no one place. */
export function scopeHref(scope: RetryScope): string | undefined {
  if ('pushIds' in scope) return scope.pushIds.length === 1 ? `/pushes/${scope.pushIds[0]}` : undefined
  if ('causeId' in scope) return `/runs/${scope.runId}${writeView({ by: 'company', cause: scope.causeId })}`
  if ('runId' in scope) return `/runs/${scope.runId}`
  return undefined
}
