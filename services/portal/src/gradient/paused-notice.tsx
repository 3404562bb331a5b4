import { Alert, Text } from '@mantine/core'
import { IconPlayerPause } from '@tabler/icons-react'
import { words } from '../words/words.ts'

/** The vendor has stopped all calls to Gradient for now. */
export function PausedNotice() {
  return (
    <Alert color="yellow" icon={<IconPlayerPause />} title={words.gradient.paused.title} role="status" mb="lg">
      <Text size="sm">{words.gradient.paused.text}</Text>
    </Alert>
  )
}
