import { skipToken, useQuery } from '@tanstack/react-query'
import { ApiError } from '../api/api-error.ts'
import { answer, gateway } from '../api/client.ts'
import { NUMBERS_KEY } from '../api/keys.ts'
import { useSession } from '../session/use-session.ts'

/** So many reports of a company are read: with a correction now and then, those of forty years. */
const MOST_REPORTS = 500

/** One company; `null` asks for none. */
export function useCompany(companyId: string | null) {
  const { partner } = useSession()
  return useQuery({
    queryKey: [...NUMBERS_KEY, 'company', companyId],
    queryFn:
      companyId === null
        ? skipToken
        : ({ signal }) =>
            answer(
              gateway.GET('/v1/partners/{partnerId}/companies/{companyId}', {
                params: { path: { partnerId: partner.id, companyId } },
                signal,
              }),
            ),
  })
}

/** What was reported of a company, the newest month and revision first. */
export function useCompanyReports(companyId: string) {
  const { partner } = useSession()
  return useQuery({
    queryKey: [...NUMBERS_KEY, 'reports', companyId],
    queryFn: ({ signal }) =>
      answer(
        gateway.GET('/v1/partners/{partnerId}/companies/{companyId}/usage', {
          params: { path: { partnerId: partner.id, companyId }, query: { limit: MOST_REPORTS } },
          signal,
        }),
      ),
  })
}

/** What became of a company in a month; `null` where no run of that month has known it. */
export function useCompanyHistory({ companyId, period }: { companyId: string; period: string }) {
  const { partner } = useSession()
  return useQuery({
    queryKey: [...NUMBERS_KEY, 'history', period, companyId],
    queryFn: async ({ signal }) => {
      try {
        return await answer(
          gateway.GET('/v1/partners/{partnerId}/billing/{period}/companies/{companyId}', {
            params: { path: { partnerId: partner.id, period, companyId } },
            signal,
          }),
        )
      } catch (error) {
        if (error instanceof ApiError && error.code === 'company_not_found') return null
        throw error
      }
    },
  })
}
