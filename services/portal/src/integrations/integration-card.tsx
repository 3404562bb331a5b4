import { Button, Group, Paper, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Link } from 'wouter'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { StateBadge } from '../layout/state-badge.tsx'
import { words } from '../words/words.ts'
import type { Integration } from './integration.ts'

/** One integration: what it is for, how it stands, and the way in. */
export function IntegrationCard({ integration }: { integration: Integration }) {
  const { id, href, name, about, Icon } = integration
  const { facts, error, retry } = integration.useFacts()
  return (
    <Paper component="article" withBorder p="lg" aria-labelledby={`integration-${id}`} h="100%">
      <Stack gap="md" h="100%">
        <Group gap="sm" wrap="nowrap">
          <ThemeIcon size={44} variant="light">
            <Icon size={24} />
          </ThemeIcon>
          <Stack gap={2} align="flex-start">
            <Title order={2} id={`integration-${id}`}>
              {name}
            </Title>
            {facts ? (
              <StateBadge tone={facts.tone}>{facts.state}</StateBadge>
            ) : (
              !error && <Skeleton height={20} width={96} role="status" aria-label={words.common.loading} />
            )}
          </Stack>
        </Group>
        <Text>{about}</Text>
        {error && !facts && <ProblemNotice error={error} retry={retry} />}
        {facts && (
          <Text size="sm" c="dimmed">
            {facts.note}
          </Text>
        )}
        <Group mt="auto">
          <Button
            component={Link}
            href={href}
            variant={facts?.tone === 'good' || facts?.tone === 'waiting' ? 'default' : 'filled'}
            rightSection={<IconArrowRight size={16} />}
          >
            {facts?.action ?? words.integrations.open(name)}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}
