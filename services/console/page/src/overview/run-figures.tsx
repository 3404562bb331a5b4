import type { CurrentRun } from '../api/shapes.ts'
import { formatDuration } from '../format/durations.ts'
import { formatNumber, formatPart, formatRate } from '../format/numbers.ts'
import { DeadlineMoment } from '../layout/moment.tsx'
import { ProgressBar } from '../layout/progress-bar.tsx'
import { openOf } from '../outcomes/outcome.ts'
import { words } from '../words/words.ts'
import styles from './overview.module.css'
import { settledOf } from './verdict.ts'

/** How fast it goes, against what Gradient allows, and how that stands to the deadline. */
export function RunFigures({ run, now }: { run: CurrentRun; now: Date }) {
  const says = words.overview.figures
  const deadline = Date.parse(run.deadlineAt)
  const left = deadline - now.getTime()
  const settled = settledOf(run)
  const hasOpen = openOf(run.outcomes) > 0
  const rate = says.perSecond(formatRate(run.sentPerSecond))
  const budget = says.ofBudget(formatRate(run.budgetPerSecond))
  return (
    <dl className={styles['figures']}>
      <div>
        <dt>{says.progress}</dt>
        <dd>
          <strong>{formatPart(settled, run.expected)}</strong>
          {says.settled(formatNumber(settled), formatNumber(run.expected))}
        </dd>
      </div>
      <div>
        <dt>{says.rate}</dt>
        <dd>
          <strong>{rate}</strong>
          {budget}
          <ProgressBar
            percent={Math.min(100, (100 * run.sentPerSecond) / Math.max(1, run.budgetPerSecond))}
            label={says.rate}
            text={`${rate} ${budget}`}
          />
        </dd>
      </div>
      <div>
        <dt>{says.deadline}</dt>
        <dd>
          {run.kind === 'requested' ? (
            says.noDeadline
          ) : (
            <>
              <strong>{left >= 0 ? says.left(formatDuration(left)) : says.past(formatDuration(-left))}</strong>
              <DeadlineMoment iso={run.deadlineAt} />
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{says.forecast}</dt>
        <dd>
          {!hasOpen ? (
            <strong>{says.nothingLeft}</strong>
          ) : run.forecastEndAt === null ? (
            says.unknown
          ) : (
            <>
              <strong>{says.inTime(formatDuration(Date.parse(run.forecastEndAt) - now.getTime()))}</strong>
              <DeadlineMoment iso={run.forecastEndAt} />
            </>
          )}
        </dd>
      </div>
    </dl>
  )
}
