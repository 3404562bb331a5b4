import { skipToken, useQuery } from '@tanstack/react-query'
import { answer, gateway, type Shape } from '../api/client.ts'
import { CONNECTION_KEY, RUN_KEY, SYNC_KEY } from '../api/keys.ts'
import { useSession } from '../session/use-session.ts'

/** How the partner is connected; kept in step by `useLive`. */
export function useConnection() {
  const { partner } = useSession()
  return useQuery({
    queryKey: CONNECTION_KEY,
    queryFn: () =>
      answer(
        gateway.GET('/v1/partners/{partnerId}/gradient-connection', { params: { path: { partnerId: partner.id } } }),
      ),
  })
}

/** The newest sync of accounts; `undefined` until the stream told, `null` where there is none. */
export function useSync(): Shape<'AccountSync'> | null | undefined {
  return useQuery<Shape<'AccountSync'> | null>({ queryKey: SYNC_KEY, queryFn: skipToken }).data
}

/** This partner's part in the newest billing run, as the stream tells it. */
export interface PartnerRun {
  period: string
  runId: string
  startedAt: string
  finishedAt: string | null
  expected: number
  outcomes: Record<string, number>
}

/** The newest run; `undefined` until the stream told, `null` where there is none. */
export function useRun(): PartnerRun | null | undefined {
  return useQuery<PartnerRun | null>({ queryKey: RUN_KEY, queryFn: skipToken }).data
}
