import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './api-error.ts'
import { SESSION_KEY } from './keys.ts'

const MOST_TRIES = 3

/** The cache of what the gateway answered. A 401 anywhere has the session looked at again, which then says that it is over. */
export function createCache(): QueryClient {
  const cache: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError(error, query) {
        if (error instanceof ApiError && error.status === 401 && query.queryKey !== SESSION_KEY)
          void cache.invalidateQueries({ queryKey: SESSION_KEY })
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (tries, error) => error instanceof ApiError && error.isPassing && tries < MOST_TRIES,
      },
      mutations: { retry: false },
    },
  })
  return cache
}
