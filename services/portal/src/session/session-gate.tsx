import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ApiError } from '../api/api-error.ts'
import { answer, gateway } from '../api/client.ts'
import { SESSION_KEY } from '../api/keys.ts'
import { AwayPage } from '../layout/away-page.tsx'
import { Loading } from '../layout/loading.tsx'
import { SessionOverPage } from './session-over-page.tsx'
import { SessionContext } from './use-session.ts'

const ASK_AGAIN_MS = 5_000

/** Lets through who has a session; tells the others how to get one, and those who find nobody home that it is asked again. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useQuery({
    queryKey: SESSION_KEY,
    queryFn: () => answer(gateway.GET('/v1/portal-session')),
    retry: false,
    refetchInterval: (query) =>
      query.state.status === 'error' && query.state.data === undefined ? ASK_AGAIN_MS : false,
  })
  // A query without data forgets its error while it asks again; what was said stands until there is an answer.
  const [error, setError] = useState(session.error)
  if (!session.isPending && session.error !== error) setError(session.error)
  if (error instanceof ApiError && error.status === 401) return <SessionOverPage />
  if (session.data) return <SessionContext value={session.data}>{children}</SessionContext>
  return error ? <AwayPage /> : <Loading />
}
