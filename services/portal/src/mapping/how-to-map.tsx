import { Anchor, List, Text } from '@mantine/core'
import { Link } from 'wouter'
import { Panel } from '../layout/panel.tsx'
import { words } from '../words/words.ts'

const says = words.mapping.how

/** How a company is mapped, and what happens then. `period`: the month whose numbers wait. */
export function HowToMap({ period }: { period: string | null }) {
  return (
    <Panel title={says.title}>
      <List type="ordered" spacing="sm">
        {says.steps.map((step) => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
      {period !== null && (
        <Text size="sm" mt="md">
          {says.soonerBefore}{' '}
          <Anchor component={Link} href={`/gradient/numbers/${period}`} inherit underline="always">
            {says.sooner}
          </Anchor>
        </Text>
      )}
    </Panel>
  )
}
