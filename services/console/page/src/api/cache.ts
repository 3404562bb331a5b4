import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './api-error.ts'
import { SESSION_KEY } from './keys.ts'

const MOST_TRIES = 3

/** The cache of what the console answered. A 401 anywhere has the session looked at again, which then says that it is over. */
export function createCache(): QueryClient {
  const lookAtSession = (error: Error) => {
    if (error instanceof ApiError && error.status === 401) void cache.invalidateQueries({ queryKey: SESSION_KEY })
  }
  const cache: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError(error, query) {
        if (query.queryKey !== SESSION_KEY) lookAtSession(error)
      },
    }),
    mutationCache: new MutationCache({ onError: lookAtSession }),
    // `always`: what the browser thinks of its network is no answer; a call that does not get through says so by itself.
    defaultOptions: {
      queries: {
        networkMode: 'always',
        refetchOnReconnect: true,
        staleTime: 5_000,
        retry: (tries, error) => error instanceof ApiError && error.isPassing && tries < MOST_TRIES,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
  return cache
}
