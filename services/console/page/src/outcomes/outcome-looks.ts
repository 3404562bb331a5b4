import {
  IconAlertTriangle,
  IconBan,
  IconCalendarOff,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconMapPin,
  IconPlugOff,
  IconSend,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { Outcome } from '../api/shapes.ts'

/** The colour and the sign of each outcome; no two have the same sign. */
export const OUTCOME_LOOKS: Record<Outcome, { color: string; Icon: ComponentType<{ size?: number }> }> = {
  accepted: { color: 'green', Icon: IconCircleCheck },
  unmapped: { color: 'orange', Icon: IconMapPin },
  failed: { color: 'red', Icon: IconAlertTriangle },
  refused: { color: 'red', Icon: IconBan },
  sending: { color: 'blue', Icon: IconSend },
  waiting: { color: 'blue', Icon: IconClock },
  no_usage: { color: 'gray', Icon: IconCircleDashed },
  cancelled: { color: 'gray', Icon: IconPlugOff },
  superseded: { color: 'gray', Icon: IconCalendarOff },
}
