import { useQuery } from '@tanstack/react-query'
import { answer, gateway } from '../api/client.ts'
import { NUMBERS_KEY } from '../api/keys.ts'
import { ROWS_PER_PAGE } from '../numbers/use-billing-rows.ts'
import { useKept } from '../numbers/use-kept.ts'
import { useSession } from '../session/use-session.ts'

/** One page of the companies that are to be mapped in Gradient. */
export function useUnmapped({ search, cursor }: { search: string; cursor: string | undefined }) {
  const { partner } = useSession()
  const page = useQuery({
    queryKey: [...NUMBERS_KEY, 'unmapped', search, cursor ?? null],
    queryFn: ({ signal }) =>
      answer(
        gateway.GET('/v1/partners/{partnerId}/unmapped-companies', {
          params: {
            path: { partnerId: partner.id },
            query: {
              limit: ROWS_PER_PAGE,
              ...(search === '' ? {} : { search }),
              ...(cursor === undefined ? {} : { cursor }),
            },
          },
          signal,
        }),
      ),
  })
  return useKept(page)
}
