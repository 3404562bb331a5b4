import { Button } from '@mantine/core'
import { IconUnlink } from '@tabler/icons-react'
import { Panel } from '../layout/panel.tsx'
import { words } from '../words/words.ts'

/** The way out, last on the page. */
export function DisconnectPanel({ onOpen }: { onOpen: () => void }) {
  return (
    <Panel title={words.gradient.disconnect.heading} about={words.gradient.disconnect.about}>
      <Button variant="outline" color="red" leftSection={<IconUnlink size={16} />} onClick={onOpen}>
        {words.gradient.disconnect.open}
      </Button>
    </Panel>
  )
}
