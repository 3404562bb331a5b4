import { Button, Stack, Text } from '@mantine/core'
import { KeyForm } from '../connect/key-form.tsx'
import { usePasteKey } from '../connect/use-paste-key.ts'
import { Dialog } from '../layout/dialog.tsx'
import { words } from '../words/words.ts'

/** Asks for a new key. The old one stays until the new one is accepted. */
export function ReplaceKeyDialog(input: { isOpen: boolean; onClose: () => void; onAccepted: () => void }) {
  const paste = usePasteKey(input.onAccepted)
  const close = () => {
    paste.check.reset()
    input.onClose()
  }
  return (
    <Dialog title={words.gradient.replace.title} isOpen={input.isOpen} isBusy={paste.check.isPending} onClose={close}>
      <Stack gap="md">
        <Text>{words.gradient.replace.about}</Text>
        <KeyForm
          paste={paste}
          hasFocus
          action={words.gradient.replace.action}
          beside={
            !paste.check.isPending && (
              <Button variant="default" onClick={close}>
                {words.common.cancel}
              </Button>
            )
          }
        />
      </Stack>
    </Dialog>
  )
}
