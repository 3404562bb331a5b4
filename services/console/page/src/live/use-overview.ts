import { useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { OVERVIEW_KEY } from '../api/keys.ts'

/** How everything stands; kept in step by `useLive`. */
export function useOverview() {
  return useQuery({
    queryKey: OVERVIEW_KEY,
    queryFn: ({ signal }) => call('get', '/api/overview', { signal }),
    staleTime: 30_000,
  })
}
