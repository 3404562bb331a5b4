import { Text, ThemeIcon } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconMapPin, IconPencil } from '@tabler/icons-react'
import { formatMoment } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import { isWorthQuoting } from './attempt-answer.ts'
import type { HistoryEvent } from './history-events.ts'
import styles from './numbers.module.css'

const says = words.numbers.company

/** What happened to a company in a month, in plain words, the newest first. */
export function CompanyHistory({ events }: { events: readonly HistoryEvent[] }) {
  return (
    <ol className={styles['history']}>
      {events.map((event) => (
        <li key={`${event.kind} ${event.at}`}>
          <Sign event={event} />
          <div>
            <Text size="sm" c="dimmed">
              <time dateTime={event.at}>{formatMoment(event.at)}</time>
            </Text>
            {event.kind === 'sent' && event.times > 1 && (
              <Text size="sm" c="dimmed">
                {says.repeated(formatNumber(event.times), formatMoment(event.firstAt))}
              </Text>
            )}
            <Text>{event.kind === 'reported' ? reported(event) : sent(event)}</Text>
            {event.kind === 'sent' && isWorthQuoting(event.answer) && event.message !== null && (
              <Text size="sm">{says.said(event.message)}</Text>
            )}
            {event.kind === 'sent' && event.isFormer && (
              <Text size="sm" c="dimmed">
                {says.former}
              </Text>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}

function reported({ users, before, revision }: Extract<HistoryEvent, { kind: 'reported' }>): string {
  if (before === null) return says.reported(formatNumber(users))
  return `${says.reportedAnew(formatNumber(users), formatNumber(before))} ${says.revision(formatNumber(revision))}.`
}

function sent({ users, answer, isAgain }: Extract<HistoryEvent, { kind: 'sent' }>): string {
  const count = users === null ? says.aNumber : formatNumber(users)
  return says.sent[answer === 'taken' && isAgain ? 'takenAgain' : answer](count)
}

function Sign({ event }: { event: HistoryEvent }) {
  const [color, Icon] =
    event.kind === 'reported'
      ? (['gray', IconPencil] as const)
      : event.answer === 'taken'
        ? (['green', IconCheck] as const)
        : event.answer === 'unmapped'
          ? (['orange', IconMapPin] as const)
          : (['red', IconAlertTriangle] as const)
  return (
    <ThemeIcon size={24} radius="xl" variant="light" color={color} aria-hidden>
      <Icon size={14} />
    </ThemeIcon>
  )
}
