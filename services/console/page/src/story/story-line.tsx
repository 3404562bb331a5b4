import { Anchor, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconClock, IconPoint } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { StoryEvent } from '../api/shapes.ts'
import { formatClock, formatMoment, formatPeriod } from '../format/dates.ts'
import type { Tone } from '../layout/state-badge.tsx'
import { words } from '../words/words.ts'
import styles from './story.module.css'
import { tell } from './tell.ts'

const ICONS: Record<Tone, typeof IconPoint> = {
  neutral: IconPoint,
  good: IconCircleCheck,
  bad: IconAlertTriangle,
  waiting: IconClock,
}

/** One event of a story: when, what, and what else is known of it. */
export function StoryLine({ event }: { event: StoryEvent }) {
  const { text, detail, tone, href } = tell(event)
  const Icon = ICONS[tone]
  return (
    <li data-tone={tone}>
      <time dateTime={event.at} title={formatMoment(event.at, { timeZone: 'UTC', seconds: true })}>
        {formatClock(event.at)}
      </time>
      <Icon size={16} aria-hidden />
      <div>
        <Text component="span">{text}</Text>{' '}
        {event.period !== null && (
          <Text component="span" className={styles['period'] ?? ''}>
            {formatPeriod(event.period)}
          </Text>
        )}{' '}
        {href !== undefined && (
          <Anchor component={Link} href={href} size="sm" underline="always">
            {href.startsWith('/retries') ? words.story.toRetry : words.story.toPush}
          </Anchor>
        )}
        {detail !== '' && (
          <Text c="dimmed" size="xs">
            {detail}
          </Text>
        )}
      </div>
    </li>
  )
}
