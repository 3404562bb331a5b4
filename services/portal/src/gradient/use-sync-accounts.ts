import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/api-error.ts'
import { answer, gateway } from '../api/client.ts'
import { CONNECTION_KEY } from '../api/keys.ts'
import { useSync } from '../live/use-connection.ts'
import { useSession } from '../session/use-session.ts'
import type { AskedSync } from './sync-view.ts'

/** Asks for a sync of accounts; answers which, and which was the newest before. Twice, or while one runs, does no harm. */
export function useSyncAccounts() {
  const { partner } = useSession()
  const cache = useQueryClient()
  const newest = useSync()
  return useMutation({
    mutationFn: async (): Promise<AskedSync> => {
      const newestBefore = newest?.id
      const { id } = await answer(
        gateway.POST('/v1/partners/{partnerId}/gradient-connection/sync-accounts', {
          params: { path: { partnerId: partner.id } },
          body: {},
        }),
      )
      return { id, newestBefore }
    },
    onError(error) {
      // Not connected any more, or in need of a key: the page does not know it yet.
      if (error instanceof ApiError && error.status === 409) void cache.invalidateQueries({ queryKey: CONNECTION_KEY })
    },
  })
}
