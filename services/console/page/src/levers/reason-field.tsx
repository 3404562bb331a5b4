import { TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { words } from '../words/words.ts'
import { isReason, LONGEST_REASON } from './reason.ts'

/** Why: asked for whatever sends or stops, and kept in the audit. `isTried`: it was to be done without. */
export function ReasonField(input: {
  value: string
  onChange: (value: string) => void
  isTried: boolean
  /** It appears in a dialog that is open already. */
  takesFocus?: boolean
}) {
  const { takesFocus = false } = input
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (takesFocus) field.current?.focus()
  }, [takesFocus])
  return (
    <TextInput
      ref={field}
      label={words.reasonField.label}
      description={words.reasonField.about}
      error={input.isTried && !isReason(input.value) ? words.reasonField.missing : undefined}
      value={input.value}
      maxLength={LONGEST_REASON}
      required
      withAsterisk={false}
      data-autofocus
      autoComplete="off"
      onChange={(event) => input.onChange(event.currentTarget.value)}
    />
  )
}
