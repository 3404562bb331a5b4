import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Loading } from './loading.tsx'
import { ProblemNotice } from './problem-notice.tsx'

/** Shows what was answered; until then that it is on its way, or why it is not. */
export function Answered<Body>(input: {
  query: Pick<UseQueryResult<Body>, 'data' | 'error' | 'refetch'>
  children: (body: Body) => ReactNode
}) {
  const { data, error, refetch } = input.query
  if (data !== undefined) return input.children(data)
  return error ? <ProblemNotice error={error} retry={() => void refetch()} /> : <Loading />
}
