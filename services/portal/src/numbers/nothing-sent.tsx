import { Text } from '@mantine/core'
import { Panel } from '../layout/panel.tsx'
import { words } from '../words/words.ts'

/** A month of which nothing is known. */
export function NothingSent() {
  return (
    <Panel title={words.numbers.figures.title}>
      <Text>{words.numbers.list.nothingKnown}</Text>
    </Panel>
  )
}
