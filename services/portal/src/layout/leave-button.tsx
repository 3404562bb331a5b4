import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, gateway } from '../api/client.ts'
import { SESSION_KEY } from '../api/keys.ts'
import { words } from '../words/words.ts'

/** Ends the session in this browser. */
export function LeaveButton() {
  const cache = useQueryClient()
  const leave = useMutation({
    mutationFn: () => answer(gateway.DELETE('/v1/portal-session')),
    onSuccess: () => cache.resetQueries({ queryKey: SESSION_KEY }),
  })
  return (
    <Button variant="default" size="sm" loading={leave.isPending} onClick={() => leave.mutate()}>
      {words.layout.leave}
    </Button>
  )
}
