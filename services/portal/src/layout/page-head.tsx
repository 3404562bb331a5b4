import { Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { vendorName } from '../page-facts.ts'

/** A page's heading, its one-line explanation, and its actions; also names the document, so that a screen reader says where we are. */
export function PageHead(input: { title: string; about?: ReactNode; actions?: ReactNode }) {
  useEffect(() => {
    document.title = `${input.title} · ${vendorName}`
  }, [input.title])
  return (
    <Group justify="space-between" align="flex-end" gap="sm" mb="lg">
      <Stack gap={4} flex="1 1 20rem">
        <Title order={1}>{input.title}</Title>
        {input.about !== undefined && <Text c="dimmed">{input.about}</Text>}
      </Stack>
      {input.actions}
    </Group>
  )
}
