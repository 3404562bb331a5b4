import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Redirect } from 'wouter'
import { ApiError } from '../api/api-error.ts'
import { call } from '../api/client.ts'
import { SESSION_KEY } from '../api/keys.ts'
import { AwayPage } from '../layout/away-page.tsx'
import { Loading } from '../layout/loading.tsx'
import { SessionContext } from './use-session.ts'

const ASK_AGAIN_MS = 5_000

/** Lets through who has a session, leads the others to the sign-in, and tells those who find nobody home that it is asked again. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useQuery({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => call('get', '/api/session', { signal }),
    retry: false,
    staleTime: 60_000,
    refetchInterval: (query) =>
      query.state.status === 'error' && query.state.data === undefined ? ASK_AGAIN_MS : false,
  })
  // A query without data forgets its error while it asks again; what was said stands until there is an answer.
  const [error, setError] = useState(session.error)
  if (!session.isPending && session.error !== error) setError(session.error)
  if (error instanceof ApiError && error.status === 401) {
    const here = `${location.pathname}${location.search}`
    return <Redirect to={here === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ next: here })}`} replace />
  }
  if (session.data) return <SessionContext value={session.data}>{children}</SessionContext>
  return error ? <AwayPage /> : <Loading />
}
