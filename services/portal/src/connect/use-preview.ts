import { useInfiniteQuery } from '@tanstack/react-query'
import { answer, gateway } from '../api/client.ts'
import { NUMBERS_KEY } from '../api/keys.ts'
import { useSession } from '../session/use-session.ts'

/** Rows of the example, before more are asked for. */
const FIRST = 5
const MORE = 50

/** The partner's companies with their counts of the running month, as Gradient would see them: a few, then page by page. */
export function usePreview() {
  const { partner } = useSession()
  return useInfiniteQuery({
    queryKey: [...NUMBERS_KEY, 'shared'],
    queryFn: ({ pageParam: cursor }) =>
      answer(
        gateway.GET('/v1/partners/{partnerId}/billing-preview', {
          params: {
            path: { partnerId: partner.id },
            query: cursor === null ? { limit: FIRST } : { limit: MORE, cursor },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}
