import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, gateway } from '../api/client.ts'
import { CONNECTION_KEY } from '../api/keys.ts'
import { useSession } from '../session/use-session.ts'

/** Calls that are under way are waited for, each as long as it may take; this is longer than that. */
const LONGEST_MS = 180_000

/** Ends the connection for good; is pending until the page knows that it is over. */
export function useDisconnect(onDone: () => void) {
  const { partner } = useSession()
  const cache = useQueryClient()
  const lookAgain = () => cache.invalidateQueries({ queryKey: CONNECTION_KEY })
  return useMutation({
    mutationFn: () =>
      answer(
        gateway.DELETE('/v1/partners/{partnerId}/gradient-connection', {
          params: { path: { partnerId: partner.id } },
          signal: AbortSignal.timeout(LONGEST_MS),
        }),
      ),
    async onSuccess() {
      await lookAgain()
      onDone()
    },
    onError: lookAgain,
  })
}
