import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { words } from '../words/words.ts'

/** Ends the session in this browser. The sign-in is loaded anew, so that nothing of what was seen stays. */
export function LeaveButton() {
  const leave = useMutation({
    mutationFn: () => call('delete', '/api/session'),
    onSuccess: () => location.assign('/sign-in'),
  })
  return (
    <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
      {words.layout.leave}
    </Button>
  )
}
