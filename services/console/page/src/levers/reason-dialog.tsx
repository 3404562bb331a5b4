import { Button, type ButtonProps, Group, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { LISTS_KEY, OVERVIEW_KEY } from '../api/keys.ts'
import { BusyButton } from '../layout/busy-button.tsx'
import { Dialog } from '../layout/dialog.tsx'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { words } from '../words/words.ts'
import { isReason } from './reason.ts'
import { ReasonField } from './reason-field.tsx'

/** Says what something does, asks why, and does it. `children`: what is to be read first. */
export function ReasonDialog<Answer>(input: {
  title: string
  children: ReactNode
  action: string
  busy: string
  color?: ButtonProps['color']
  carryOut: (reason: string) => Promise<Answer>
  onDone: (answer: Answer) => void
  onClose: () => void
}) {
  const { carryOut, onDone, onClose } = input
  const cache = useQueryClient()
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const order = useMutation({
    mutationFn: () => carryOut(reason.trim()),
    onSuccess: async (answer) => {
      onDone(answer)
      await Promise.all([OVERVIEW_KEY, LISTS_KEY].map((queryKey) => cache.invalidateQueries({ queryKey })))
    },
  })
  return (
    <Dialog title={input.title} isOpen isBusy={order.isPending} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (isReason(reason) && !order.isPending) order.mutate()
        }}
      >
        <Stack gap="md">
          <div>{input.children}</div>
          {order.error && <ProblemNotice error={order.error} />}
          <ReasonField value={reason} onChange={setReason} isTried={isTried} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} aria-disabled={order.isPending}>
              {words.common.cancel}
            </Button>
            <BusyButton
              type="submit"
              isBusy={order.isPending}
              busyLabel={input.busy}
              {...(input.color ? { color: input.color } : {})}
            >
              {input.action}
            </BusyButton>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
