import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { Shape } from '../api/client.ts'
import { formatMoment, formatPeriod } from '../format/dates.ts'
import { words } from '../words/words.ts'

/** Which month was sent last, and when; the way to its numbers. */
export function LastRun({ run }: { run: Shape<'GradientConnection'>['lastRun'] }) {
  if (!run) return <span>{words.gradient.numbers.noRun}</span>
  return (
    <>
      <Anchor component={Link} href={`/gradient/numbers/${run.period}`}>
        {formatPeriod(run.period)}
      </Anchor>
      <Text span size="sm" c="dimmed">
        {run.finishedAt === null
          ? words.gradient.numbers.runSince(formatMoment(run.startedAt))
          : words.gradient.numbers.runDone(formatMoment(run.finishedAt))}
      </Text>
    </>
  )
}
