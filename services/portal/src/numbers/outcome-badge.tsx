import { Badge } from '@mantine/core'
import {
  IconAlertTriangle,
  IconBan,
  IconCalendarOff,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconMapPin,
  IconSend,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { words } from '../words/words.ts'
import type { Outcome } from './outcome.ts'

/** The colour and the sign of each outcome; no two in the same colour have the same sign. */
export const OUTCOME_LOOKS: Record<Outcome, { color: string; Icon: ComponentType<{ size?: number }> }> = {
  accepted: { color: 'green', Icon: IconCircleCheck },
  unmapped: { color: 'orange', Icon: IconMapPin },
  failed: { color: 'red', Icon: IconAlertTriangle },
  refused: { color: 'red', Icon: IconBan },
  sending: { color: 'blue', Icon: IconSend },
  waiting: { color: 'blue', Icon: IconClock },
  no_usage: { color: 'gray', Icon: IconCircleDashed },
  cancelled: { color: 'gray', Icon: IconBan },
  superseded: { color: 'gray', Icon: IconCalendarOff },
}

/** An outcome by colour, sign and word. */
export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const { color, Icon } = OUTCOME_LOOKS[outcome]
  return (
    <Badge
      component="span"
      variant="light"
      size="lg"
      radius="sm"
      tt="none"
      fw={600}
      color={color}
      leftSection={<Icon size={14} />}
    >
      {words.numbers.outcome[outcome]}
    </Badge>
  )
}
