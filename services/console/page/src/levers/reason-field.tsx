import { TextInput } from '@mantine/core'
import { words } from '../words/words.ts'
import { isReason, LONGEST_REASON } from './reason.ts'

/** Why: asked for whatever sends or stops, and kept in the audit. `isTried`: it was to be done already. */
export function ReasonField(input: { value: string; onChange: (value: string) => void; isTried: boolean }) {
  return (
    <TextInput
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
