import { Box, Stack, Text } from '@mantine/core'
import type { Shape } from '../api/client.ts'
import { KeyForm } from '../connect/key-form.tsx'
import { usePasteKey } from '../connect/use-paste-key.ts'
import { formatMoment } from '../format/dates.ts'
import { Panel } from '../layout/panel.tsx'
import { StateBadge } from '../layout/state-badge.tsx'
import { words } from '../words/words.ts'
import styles from './gradient.module.css'

/** Gradient no longer accepts the key: since when, what it said, what that means, and the field for a new one. */
export function NeedsKeyPanel(input: { connection: Shape<'GradientConnection'>; onAccepted: () => void }) {
  const { needsKeySince, needsKeyReason } = input.connection
  const paste = usePasteKey(input.onAccepted)
  const says = words.gradient.needsKey
  return (
    <Box className={styles['urgent']} mb="lg">
      <Panel title={says.title} action={<StateBadge tone="bad">{words.gradient.state.needs_key}</StateBadge>}>
        <Stack gap="md">
          <div role="alert">
            {needsKeySince !== null && <Text fw={600}>{says.since(formatMoment(needsKeySince))}</Text>}
            <Text>{says.meaning}</Text>
            {needsKeyReason !== null && (
              <Text size="sm" c="dimmed" mt="xs">
                {says.reason(needsKeyReason)}
              </Text>
            )}
          </div>
          <Text>{says.how}</Text>
          <KeyForm paste={paste} action={words.gradient.replace.action} />
        </Stack>
      </Panel>
    </Box>
  )
}
