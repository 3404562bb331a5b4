import { useInfiniteQuery } from '@tanstack/react-query'
import { answer, gateway } from '../api/client.ts'
import { NUMBERS_KEY } from '../api/keys.ts'
import { useSession } from '../session/use-session.ts'

/** The companies of one page. */
export const FAILED_AT_ONCE = 10

/** The companies that Gradient did not take as accounts, page by page. */
export function useFailedAccounts() {
  const { partner } = useSession()
  return useInfiniteQuery({
    queryKey: [...NUMBERS_KEY, 'failed-accounts'],
    queryFn: ({ pageParam }) =>
      answer(
        gateway.GET('/v1/partners/{partnerId}/companies', {
          params: {
            path: { partnerId: partner.id },
            query: { account: 'failed', limit: FAILED_AT_ONCE, ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}
