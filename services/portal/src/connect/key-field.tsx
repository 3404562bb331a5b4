import { ActionIcon, TextInput } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import { words } from '../words/words.ts'
import styles from './connect.module.css'

/** Each tells one of the browser's helpers that this is nothing to remember, fill in, correct or look up. */
const LEFT_ALONE = {
  autoComplete: 'off',
  autoCorrect: 'off',
  autoCapitalize: 'off',
  spellCheck: false,
  'data-1p-ignore': true,
  'data-lpignore': 'true',
  'data-bwignore': true,
  'data-form-type': 'other',
}

/**
 * Where the Partner API Key is pasted. It is covered by style and is no password field: browsers offer to keep what is in one of those, and fill
 * it in again. Its text lives in the field alone.
 */
export function KeyField(input: {
  field: RefObject<HTMLInputElement | null>
  isReadOnly: boolean
  flaw: string | undefined
  onEdit: () => void
  hasFocus?: boolean | undefined
}) {
  const [isRevealed, setRevealed] = useState(false)
  return (
    <TextInput
      {...LEFT_ALONE}
      ref={input.field}
      name="partner-api-key"
      label={words.connect.key.label}
      description={words.connect.key.hint}
      error={input.flaw}
      required
      withAsterisk={false}
      readOnly={input.isReadOnly}
      onChange={input.onEdit}
      size="md"
      data-autofocus={input.hasFocus}
      classNames={{ input: isRevealed ? styles['revealed'] : styles['covered'] }}
      rightSection={
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={isRevealed ? words.connect.key.cover : words.connect.key.reveal}
          onClick={() => setRevealed(!isRevealed)}
        >
          {isRevealed ? <IconEyeOff size={18} /> : <IconEye size={18} />}
        </ActionIcon>
      }
    />
  )
}
