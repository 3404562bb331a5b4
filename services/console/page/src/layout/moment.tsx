import { Text } from '@mantine/core'
import { formatHour, formatMoment } from '../format/dates.ts'
import { words } from '../words/words.ts'

/** A moment in the person's own zone, with the zone; the same in UTC is told when pointed at. */
export function Moment({ iso, seconds = false }: { iso: string; seconds?: boolean }) {
  return (
    <time dateTime={iso} title={formatMoment(iso, { timeZone: 'UTC', seconds: true })}>
      {formatMoment(iso, { seconds })}
    </time>
  )
}

/** A moment that has to do with the deadline: in UTC, and in the person's own zone beside it. */
export function DeadlineMoment({ iso }: { iso: string }) {
  const utc = formatMoment(iso, { timeZone: 'UTC' })
  const own = formatHour(iso)
  return (
    <time dateTime={iso}>
      {utc}
      {formatHour(iso, 'UTC') !== own && (
        <>
          {' '}
          <Text component="span" c="dimmed" display="inline-block">
            {words.common.yourTime(own)}
          </Text>
        </>
      )}
    </time>
  )
}
