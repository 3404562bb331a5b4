import { Button, Group, List, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ApiError } from '../api/api-error.ts'
import { BusyButton } from '../layout/busy-button.tsx'
import { Dialog } from '../layout/dialog.tsx'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { useRun } from '../live/use-connection.ts'
import { useSession } from '../session/use-session.ts'
import { words } from '../words/words.ts'
import { isSameName } from './same-name.ts'
import { useDisconnect } from './use-disconnect.ts'

/** Says what is lost, has the partner's name typed, and disconnects for good. It stays until the gateway has answered. */
export function DisconnectDialog(input: { isOpen: boolean; onClose: () => void; onDone: () => void }) {
  const { partner } = useSession()
  const run = useRun()
  const [typed, setTyped] = useState('')
  const end = useDisconnect(() => {
    setTyped('')
    input.onDone()
  })
  const close = () => {
    setTyped('')
    end.reset()
    input.onClose()
  }
  const isConfirmed = isSameName(typed, partner.name)
  const says = words.gradient.disconnect
  return (
    <Dialog title={says.title} isOpen={input.isOpen} isBusy={end.isPending} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isConfirmed && !end.isPending) end.mutate()
        }}
      >
        <Stack gap="md">
          <Text fw={600}>{says.cannotBeUndone}</Text>
          <List spacing="xs">
            {[says.keyIsLost, says.waitingIsLost(run?.outcomes['waiting'] ?? 0), says.mappingIsLost].map((loss) => (
              <List.Item key={loss}>{loss}</List.Item>
            ))}
          </List>
          <Text>{says.stays}</Text>
          <TextInput
            label={says.confirm(partner.name)}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            readOnly={end.isPending}
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            data-autofocus
          />
          {end.error && (
            <ProblemNotice
              error={end.error}
              text={end.error instanceof ApiError && end.error.status > 0 ? undefined : says.noAnswer}
            />
          )}
          <Group justify="flex-end" gap="sm">
            {!end.isPending && (
              <Button variant="default" onClick={close}>
                {says.keep}
              </Button>
            )}
            <BusyButton
              type="submit"
              color="red"
              disabled={!isConfirmed && !end.isPending}
              busy={end.isPending}
              busyLabel={says.busy}
            >
              {says.action}
            </BusyButton>
          </Group>
          <Text size="sm" c="dimmed" role="status" hidden={!end.isPending}>
            {end.isPending && says.busyNote}
          </Text>
        </Stack>
      </form>
    </Dialog>
  )
}
