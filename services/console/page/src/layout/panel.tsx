import { Group, Paper, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

/** One part of a page: a bordered region named by its heading, with a line that explains it and its action beside it. */
export function Panel(input: { title: string; about?: ReactNode; action?: ReactNode; children?: ReactNode }) {
  const id = useId()
  return (
    <Paper component="section" withBorder p={{ base: 'sm', sm: 'md' }} aria-labelledby={id}>
      <Group justify="space-between" align="flex-start" gap="xs" mb="xs">
        <Title order={2} id={id}>
          {input.title}
        </Title>
        {input.action}
      </Group>
      {input.about !== undefined && (
        <Text c="dimmed" mb="sm" maw="48rem">
          {input.about}
        </Text>
      )}
      {input.children}
    </Paper>
  )
}
