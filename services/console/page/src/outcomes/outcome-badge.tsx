import { Badge } from '@mantine/core'
import type { Outcome } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { OUTCOME_LOOKS } from './outcome-looks.ts'

/** An outcome by colour, sign and word. */
export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const { color, Icon } = OUTCOME_LOOKS[outcome]
  return (
    <Badge
      component="span"
      variant="light"
      size="md"
      radius="sm"
      miw="max-content"
      tt="none"
      fw={600}
      color={color}
      leftSection={<Icon size={13} />}
    >
      {words.outcome[outcome]}
    </Badge>
  )
}
