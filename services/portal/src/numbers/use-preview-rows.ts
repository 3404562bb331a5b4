import { useQuery } from '@tanstack/react-query'
import { answer, gateway } from '../api/client.ts'
import { NUMBERS_KEY } from '../api/keys.ts'
import { useSession } from '../session/use-session.ts'
import type { ListView } from './list-view.ts'
import { ROWS_PER_PAGE } from './use-billing-rows.ts'
import { useKept } from './use-kept.ts'

/** What a preview can be sorted by. */
export function previewSortOf({ sort, order }: Pick<ListView, 'sort' | 'order'>) {
  return sort === 'company' || sort === 'unitCount'
    ? { sort, order }
    : { sort: 'company' as const, order: 'asc' as const }
}

/** One page of what would be sent for the running month, and its sums. */
export function usePreviewRows(input: {
  view: Pick<ListView, 'search' | 'sort' | 'order'>
  cursor: string | undefined
}) {
  const { partner } = useSession()
  const { cursor } = input
  const { search } = input.view
  const query = { ...previewSortOf(input.view), ...(search === '' ? {} : { search }) }
  const page = useQuery({
    queryKey: [...NUMBERS_KEY, 'preview', query, cursor ?? null],
    queryFn: ({ signal }) =>
      answer(
        gateway.GET('/v1/partners/{partnerId}/billing-preview', {
          params: {
            path: { partnerId: partner.id },
            query: { ...query, limit: ROWS_PER_PAGE, ...(cursor === undefined ? {} : { cursor }) },
          },
          signal,
        }),
      ),
  })
  return useKept(page)
}
