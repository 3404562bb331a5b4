import { List, ThemeIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { Panel } from '../layout/panel.tsx'
import { words } from '../words/words.ts'

/** What never leaves the house, by name. */
export function NeverShared() {
  return (
    <Panel title={words.connect.never.title} about={words.connect.never.about}>
      <List spacing="xs" lh={1.4} center icon={<Crossed />}>
        {words.connect.never.things.map((thing) => (
          <List.Item key={thing}>{thing}</List.Item>
        ))}
      </List>
    </Panel>
  )
}

function Crossed() {
  return (
    <ThemeIcon variant="light" color="gray" size="sm" radius="xl">
      <IconX size={14} />
    </ThemeIcon>
  )
}
