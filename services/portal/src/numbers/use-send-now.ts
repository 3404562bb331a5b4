import { useMutation } from '@tanstack/react-query'
import { answer, gateway } from '../api/client.ts'
import { useRun } from '../live/use-connection.ts'
import { useSession } from '../session/use-session.ts'
import type { AskedRun } from './send-state.ts'

/** Asks for a run of the partner's own numbers; answers which, and which was the newest before. Twice, or while one goes on, does no harm. */
export function useSendNow(period: string, onAsked: (asked: AskedRun) => void) {
  const { partner } = useSession()
  const newest = useRun()
  return useMutation({
    mutationFn: async ({ toSend }: { toSend: number }): Promise<AskedRun> => {
      const runBefore = newest?.runId
      const { id } = await answer(gateway.POST('/v1/billing-runs', { body: { period, partnerId: partner.id } }))
      return { runId: id, runBefore, toSend }
    },
    onSuccess: onAsked,
  })
}
