import { Anchor, Paper, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconClockPlay } from '@tabler/icons-react'
import { useId } from 'react'
import { Link } from 'wouter'
import type { CurrentRun, Overview } from '../api/shapes.ts'
import { useNow } from '../clock.ts'
import { formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { Moment } from '../layout/moment.tsx'
import type { Tone } from '../layout/state-badge.tsx'
import { writeView } from '../lists/use-view.ts'
import { Equation } from '../outcomes/equation.tsx'
import { countOf, openOf, troubleOf } from '../outcomes/outcome.ts'
import { OutcomeBar } from '../outcomes/outcome-bar.tsx'
import { words } from '../words/words.ts'
import styles from './overview.module.css'
import { RunFigures } from './run-figures.tsx'
import { settledOf, VERDICT_TONES, verdictOf } from './verdict.ts'

const ICONS: Record<Tone, typeof IconCircleCheck> = {
  good: IconCircleCheck,
  bad: IconAlertTriangle,
  waiting: IconClockPlay,
  neutral: IconCircleDashed,
}

/** The current billing run: whether the month is complete, the proof of it, and when it will be. */
export function RunPanel({ run, pauses, health }: Pick<Overview, 'run' | 'pauses' | 'health'>) {
  const says = words.overview.run
  const id = useId()
  return (
    <Paper component="section" withBorder p={{ base: 'sm', sm: 'md' }} aria-labelledby={id}>
      <div className={styles['run']}>
        <div className={styles['headline']}>
          <Title order={2} id={id}>
            {run ? says.title(formatPeriod(run.period)) : says.titleNone}
          </Title>
          {run && (
            <Text c="dimmed">
              {words.runs.kind[run.kind]}, {words.runs.begun} <Moment iso={run.startedAt} />
              {run.finishedAt !== null && (
                <>
                  , {words.runs.finished} <Moment iso={run.finishedAt} />
                </>
              )}
              {' · '}
              <Anchor component={Link} href={`/runs/${run.id}`} size="sm" underline="always">
                {words.overview.toRun}
              </Anchor>
            </Text>
          )}
        </div>
        {run ? <RunNow run={run} pauses={pauses} health={health} /> : <Text>{says.none}</Text>}
      </div>
    </Paper>
  )
}

function RunNow({ run, pauses, health }: Pick<Overview, 'pauses' | 'health'> & { run: CurrentRun }) {
  const now = useNow(1_000)
  const verdict = verdictOf(run, { pauses, health })
  const tone = VERDICT_TONES[verdict]
  const Icon = ICONS[tone]
  const facts = {
    period: formatPeriod(run.period),
    expected: formatNumber(run.expected),
    settled: formatNumber(settledOf(run)),
    open: formatNumber(openOf(run.outcomes)),
    canGoOn: formatNumber(run.canGoOn),
    trouble: formatNumber(troubleOf(run.outcomes)),
    missing: formatNumber(Math.abs(run.missing)),
  }
  return (
    <>
      <p className={styles['verdict']} data-tone={tone}>
        <Icon size={26} aria-hidden />
        {words.overview.verdict[verdict](facts)}
      </p>
      <OutcomeBar outcomes={run.outcomes} expected={Math.max(run.expected, countOf(run.outcomes))} isThick />
      <Equation
        expected={run.expected}
        outcomes={run.outcomes}
        missing={run.missing}
        hrefOf={(outcome) => `/runs/${run.id}${writeView({ by: 'company', outcome })}`}
      />
      <RunFigures run={run} now={now} />
    </>
  )
}
