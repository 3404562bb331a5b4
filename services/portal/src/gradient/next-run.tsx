import { Text } from '@mantine/core'
import { formatMoment, formatPeriod } from '../format/dates.ts'
import { useSession } from '../session/use-session.ts'
import { words } from '../words/words.ts'
import { periodBefore } from './period-before.ts'

/** When numbers are sent next, by the billing calendar and by the person's own clock, and which. */
export function NextRun({ at, needsKey }: { at: string; needsKey: boolean }) {
  const { billingTimeZone } = useSession()
  const there = formatMoment(at, billingTimeZone)
  const here = formatMoment(at)
  return (
    <>
      <time dateTime={at}>{there}</time>
      {here !== there && (
        <Text span size="sm" c="dimmed">
          {words.gradient.numbers.yourTime(cityOf(billingTimeZone), here)}
        </Text>
      )}
      <Text span size="sm" c="dimmed">
        {(needsKey ? words.gradient.numbers.sendsWithKey : words.gradient.numbers.sends)(
          formatPeriod(periodBefore(at, billingTimeZone)),
        )}
      </Text>
    </>
  )
}

/** `America/New_York` is known to people as New York. */
function cityOf(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')
}
