import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useDocumentTitle } from './document-title.ts'

/** A page's heading, its one-line explanation, and its actions. `above`: the way back. */
export function PageHead(input: { title: string; above?: ReactNode; about?: ReactNode; actions?: ReactNode }) {
  useDocumentTitle(input.title)
  return (
    <Group justify="space-between" align="flex-end" gap="sm" mb="md">
      <Stack gap={2}>
        {input.above}
        <Title order={1} tabIndex={-1} className="title">
          {input.title}
        </Title>
        {input.about !== undefined && (
          <Text component="div" c="dimmed">
            {input.about}
          </Text>
        )}
      </Stack>
      {input.actions !== undefined && <Group gap="xs">{input.actions}</Group>}
    </Group>
  )
}
