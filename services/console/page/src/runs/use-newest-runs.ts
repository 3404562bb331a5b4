import { useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { LISTS_KEY } from '../api/keys.ts'

const MOST = 50

/** The newest runs, to choose from and to name by their month. */
export function useNewestRuns() {
  return useQuery({
    queryKey: [...LISTS_KEY, 'newest-runs'],
    queryFn: ({ signal }) => call('get', '/api/runs', { query: { limit: MOST }, signal }),
  })
}
