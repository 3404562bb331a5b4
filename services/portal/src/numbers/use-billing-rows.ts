import { useQuery } from '@tanstack/react-query'
import { answer, gateway } from '../api/client.ts'
import { NUMBERS_KEY } from '../api/keys.ts'
import { useSession } from '../session/use-session.ts'
import type { ListView } from './list-view.ts'
import { useKept } from './use-kept.ts'

/** Companies on one page of a list. */
export const ROWS_PER_PAGE = 50

/** What a list of a month's lines is asked for: each company's newest line, as it is looked at. */
export function rowQueryOf({ search, outcome, sort, order }: Omit<ListView, 'company'>) {
  return {
    latest: 'true' as const,
    sort,
    order,
    ...(search === '' ? {} : { search }),
    ...(outcome === null ? {} : { outcome }),
  }
}

/** One page of a month's lines. The page before stays until the next is there; a request that nobody waits for any more is cancelled. */
export function useBillingRows(input: { period: string; view: Omit<ListView, 'company'>; cursor: string | undefined }) {
  const { partner } = useSession()
  const { period, cursor } = input
  const query = rowQueryOf(input.view)
  const page = useQuery({
    queryKey: [...NUMBERS_KEY, 'rows', period, query, cursor ?? null],
    queryFn: ({ signal }) =>
      answer(
        gateway.GET('/v1/partners/{partnerId}/billing/{period}', {
          params: {
            path: { partnerId: partner.id, period },
            query: { ...query, limit: ROWS_PER_PAGE, ...(cursor === undefined ? {} : { cursor }) },
          },
          signal,
        }),
      ),
  })
  return useKept(page)
}
