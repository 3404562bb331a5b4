import { Badge } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconClock } from '@tabler/icons-react'
import type { ReactNode } from 'react'

const LOOKS = {
  neutral: { color: 'gray', Icon: IconCircleDashed },
  waiting: { color: 'orange', Icon: IconClock },
  good: { color: 'green', Icon: IconCircleCheck },
  bad: { color: 'red', Icon: IconAlertTriangle },
}

/** How something stands, by colour, sign and word. */
export function StateBadge({ tone, children }: { tone: keyof typeof LOOKS; children: ReactNode }) {
  const { color, Icon } = LOOKS[tone]
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
      {children}
    </Badge>
  )
}
