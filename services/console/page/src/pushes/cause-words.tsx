import { Text } from '@mantine/core'
import { words } from '../words/words.ts'

/** Why something failed: our word for it, and Gradient's own. */
export function CauseWords({ cause }: { cause: { reason: string; message: string } }) {
  return (
    <div>
      <Text component="span" fw={600}>
        {words.reason[cause.reason] ?? cause.reason}
      </Text>
      {cause.message !== '' && (
        <Text component="span" c="dimmed">
          {' '}
          {cause.message}
        </Text>
      )}
    </div>
  )
}
