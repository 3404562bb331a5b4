import { Badge } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconClock } from '@tabler/icons-react'
import type { ReactNode } from 'react'

const LOOKS = {
  neutral: { color: 'gray', Icon: IconCircleDashed },
  waiting: { color: 'orange', Icon: IconClock },
  good: { color: 'green', Icon: IconCircleCheck },
  bad: { color: 'red', Icon: IconAlertTriangle },
}

/** How something looks at a glance. */
export type Tone = keyof typeof LOOKS

/** How something stands, by colour, sign and word. */
export function StateBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  const { color, Icon } = LOOKS[tone]
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
      {children}
    </Badge>
  )
}
