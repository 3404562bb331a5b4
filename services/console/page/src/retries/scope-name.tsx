import { useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { LISTS_KEY } from '../api/keys.ts'
import type { RetryScope } from '../api/shapes.ts'
import { useNewestRuns } from '../runs/use-newest-runs.ts'
import { scopeWords } from './scope-words.ts'

/** What a retry is of, in words; of which month, and for which cause, is looked up. A cause of which nothing is left is only one of several. */
export function ScopeName({ scope }: { scope: RetryScope }) {
  const runId = 'runId' in scope ? scope.runId : undefined
  const causeId = 'causeId' in scope ? scope.causeId : undefined
  const runs = useNewestRuns()
  const failures = useQuery({
    queryKey: [...LISTS_KEY, 'failures', runId],
    queryFn: ({ signal }) => call('get', '/api/failures', { query: runId === undefined ? {} : { runId }, signal }),
    enabled: causeId !== undefined,
  })
  return scopeWords(scope, {
    period: runs.data?.data.find(({ id }) => id === runId)?.period,
    cause: failures.data?.groups.find((group) => group.causeId === causeId),
  })
}
