import { Text } from '@mantine/core'
import { LonePage } from '../layout/lone-page.tsx'
import { words } from '../words/words.ts'

/** Nobody is signed in here (any more): only the vendor's product can open this page. */
export function SessionOverPage() {
  return (
    <LonePage title={words.session.overTitle}>
      <Text>{words.session.over}</Text>
    </LonePage>
  )
}
