import { Group, Stack, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { BusyButton } from '../layout/busy-button.tsx'
import { words } from '../words/words.ts'
import { CheckingNote } from './checking-note.tsx'
import { cleanKey, flawOf, type KeyFlaw } from './clean-key.ts'
import styles from './connect.module.css'
import { KeyField } from './key-field.tsx'
import { KeyProblemNotice } from './key-problem-notice.tsx'
import type { PasteKey } from './use-paste-key.ts'

/**
 * The field for the key and the button that has it checked, with what comes of that. `action`: what the button is called; `hasFocus`: a dialog begins
 * at the field.
 */
export function KeyForm({
  paste,
  action,
  beside,
  hasFocus,
}: {
  paste: PasteKey
  action: string
  beside?: ReactNode
  hasFocus?: boolean
}) {
  const { field, check } = paste
  const [flaw, setFlaw] = useState<KeyFlaw | null>(null)
  const begin = () => {
    if (check.isPending) return
    const found = flawOf(cleanKey(field.current?.value ?? ''))
    setFlaw(found)
    check.reset()
    if (found) field.current?.focus()
    else check.mutate(undefined, { onError: () => field.current?.focus() })
  }
  return (
    <form
      noValidate
      aria-busy={check.isPending}
      onSubmit={(event) => {
        event.preventDefault()
        begin()
      }}
    >
      <Stack gap="md">
        <KeyField
          field={field}
          isReadOnly={check.isPending}
          flaw={flaw ? words.connect.flaw[flaw] : undefined}
          onEdit={() => setFlaw(null)}
          hasFocus={hasFocus}
        />
        {check.error && <KeyProblemNotice error={check.error} />}
        <Group gap="sm">
          <BusyButton type="submit" busy={check.isPending} busyLabel={words.connect.checking}>
            {action}
          </BusyButton>
          {beside}
        </Group>
        <CheckingNote isChecking={check.isPending} />
        <Group gap="xs" wrap="nowrap" align="flex-start" c="dimmed">
          <IconLock size={16} className={styles['still'] ?? ''} aria-hidden />
          <Text size="sm">{words.connect.key.kept}</Text>
        </Group>
      </Stack>
    </form>
  )
}
