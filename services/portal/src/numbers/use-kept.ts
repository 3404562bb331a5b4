import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'

/** A query whose last answer stays until there is another. */
export interface Kept<Data> {
  data: Data | undefined
  /** When it was had, in milliseconds since 1970. */
  at: number
  /** It answers what was asked before: the next answer is on its way, or could not be had. */
  isOld: boolean
  error: Error | null
  refetch: () => void
}

/** Keeps what was shown while something else is asked for, so that nothing jumps, and where the gateway is away, so that nothing is lost. */
export function useKept<Data>(query: UseQueryResult<Data>): Kept<Data> {
  const { data, dataUpdatedAt: at, error, refetch } = query
  const [last, setLast] = useState({ data, at })
  if (data !== undefined && (data !== last.data || at !== last.at)) setLast({ data, at })
  const shown = data === undefined ? last : { data, at }
  return { ...shown, isOld: data === undefined && last.data !== undefined, error, refetch: () => void refetch() }
}
