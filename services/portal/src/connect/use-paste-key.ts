import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { answer, gateway } from '../api/client.ts'
import { CONNECTION_KEY } from '../api/keys.ts'
import { useSession } from '../session/use-session.ts'
import { cleanKey } from './clean-key.ts'
import { isJudged, keyProblemOf } from './key-problem.ts'

/** A check is over long before this; without a limit a lost answer would be waited for as long as the browser likes. */
const LONGEST_CHECK_MS = 90_000

/** A field for a key, and the check of what was pasted into it. */
export type PasteKey = ReturnType<typeof usePasteKey>

/**
 * Gives the key to the gateway, which asks Gradient. The key is read from the field when the check begins: it never lies in a state or cache of
 * the page, and it leaves the field once it was judged.
 */
export function usePasteKey(onAccepted: () => void) {
  const { partner } = useSession()
  const cache = useQueryClient()
  const field = useRef<HTMLInputElement>(null)
  const clear = () => {
    if (field.current) field.current.value = ''
  }
  const check = useMutation({
    mutationFn: () =>
      answer(
        gateway.PUT('/v1/partners/{partnerId}/gradient-connection', {
          params: { path: { partnerId: partner.id } },
          body: { partnerApiKey: cleanKey(field.current?.value ?? '') },
          signal: AbortSignal.timeout(LONGEST_CHECK_MS),
        }),
      ),
    onSuccess(connection) {
      clear()
      cache.setQueryData(CONNECTION_KEY, connection)
      onAccepted()
    },
    onError(error) {
      const problem = keyProblemOf(error)
      if (isJudged(problem)) clear()
      if (problem === 'no_answer') void cache.invalidateQueries({ queryKey: CONNECTION_KEY })
    },
  })
  return { field, check }
}
