import { useQuery } from '@tanstack/react-query'
import { answer, gateway } from '../api/client.ts'
import { NUMBERS_KEY } from '../api/keys.ts'
import { now } from '../clock.ts'
import { periodBefore } from '../gradient/period-before.ts'
import { useSession } from '../session/use-session.ts'
import { type Month, mergeMonths, runningPeriod } from './months.ts'
import { shiftPeriod } from './period.ts'

/** The running month, the one closed last, and one to spare: only these change while one looks. */
const NEWEST = 3
/** As many as the gateway gives at once: forty years. */
const ALL = 500
const ALL_STALE_MS = 300_000

/** What is known of the partner's months. */
export interface Months {
  /** The newest first; `undefined` until there is an answer. */
  list: Month[] | undefined
  /** Whether all are there, not only the newest. */
  isComplete: boolean
  /** The period that is running. */
  running: string
  /** Why they could not be had, or not anew. */
  error: Error | null
  retry: () => void
}

/** The partner's months. To sum up many of them takes the gateway a while, so that all are asked for once, and the newest as they change. */
export function useMonths(): Months {
  const { partner, billingTimeZone } = useSession()
  const read = (limit: number, signal: AbortSignal) =>
    answer(
      gateway.GET('/v1/partners/{partnerId}/billing-periods', {
        params: { path: { partnerId: partner.id }, query: { limit } },
        signal,
      }),
    )
  const newest = useQuery({
    queryKey: [...NUMBERS_KEY, 'newest-months'],
    queryFn: ({ signal }) => read(NEWEST, signal),
  })
  const all = useQuery({
    queryKey: ['months'],
    queryFn: ({ signal }) => read(ALL, signal),
    staleTime: ALL_STALE_MS,
  })
  const isKnown = newest.data !== undefined || all.data !== undefined
  const list = isKnown ? mergeMonths(newest.data?.data, all.data?.data) : undefined
  const byClock = shiftPeriod(periodBefore(now().toISOString(), billingTimeZone), 1)
  return {
    list,
    isComplete: all.data !== undefined || newest.data?.nextCursor === null,
    running: runningPeriod(list ?? [], byClock),
    error: newest.error ?? all.error,
    retry: () => void Promise.all([newest.refetch(), all.refetch()]),
  }
}
