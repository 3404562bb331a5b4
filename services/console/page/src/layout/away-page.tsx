import { Text } from '@mantine/core'
import { words } from '../words/words.ts'
import { LonePage } from './lone-page.tsx'

/** The console does not answer and there is nothing yet to show; it is asked again meanwhile. */
export function AwayPage() {
  return (
    <LonePage title={words.away.title}>
      <Text role="status">{words.away.text}</Text>
    </LonePage>
  )
}
