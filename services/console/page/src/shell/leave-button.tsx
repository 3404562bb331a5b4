import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { words } from '../words/words.ts'

/** Ends the session in this browser; the gate then leads to the sign-in. */
export function LeaveButton() {
  const cache = useQueryClient()
  const leave = useMutation({
    mutationFn: () => call('delete', '/api/session'),
    onSuccess: () => cache.resetQueries(),
  })
  return (
    <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
      {words.layout.leave}
    </Button>
  )
}
