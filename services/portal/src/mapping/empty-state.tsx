import { Button, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconCircleCheck, IconClock, IconPlugConnected } from '@tabler/icons-react'
import { Link } from 'wouter'

const LOOKS = {
  done: { color: 'green', Icon: IconCircleCheck },
  early: { color: 'blue', Icon: IconClock },
  apart: { color: 'gray', Icon: IconPlugConnected },
}

/** Stands where there is no list: why, and what can be done about it. */
export function EmptyState(input: {
  look: keyof typeof LOOKS
  title: string
  text: string
  action?: { href: string; label: string }
}) {
  const { color, Icon } = LOOKS[input.look]
  return (
    <Paper withBorder p="lg">
      <Stack align="center" gap="sm" ta="center" maw="34rem" mx="auto" py="lg">
        <ThemeIcon size={56} radius="xl" variant="light" color={color} aria-hidden>
          <Icon size={30} />
        </ThemeIcon>
        <Title order={2}>{input.title}</Title>
        <Text c="dimmed">{input.text}</Text>
        {input.action && (
          <Button component={Link} href={input.action.href} variant="default">
            {input.action.label}
          </Button>
        )}
      </Stack>
    </Paper>
  )
}
