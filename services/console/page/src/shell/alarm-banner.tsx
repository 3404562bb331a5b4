import { IconAlertOctagon } from '@tabler/icons-react'
import { Link } from 'wouter'
import { formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { useOverview } from '../live/use-overview.ts'
import { words } from '../words/words.ts'
import styles from './banner.module.css'

/** The one thing that must never be: a push that is in no state. Shown everywhere. */
export function AlarmBanner() {
  const run = useOverview().data?.run
  if (!run || run.missing === 0) return null
  return (
    <div className={styles['banner']} data-tone="alarm" role="alert">
      <IconAlertOctagon size={18} aria-hidden />
      <p>
        <strong>
          {words.overview.alarm(formatNumber(Math.abs(run.missing)), formatPeriod(run.period), run.missing < 0)}
        </strong>{' '}
        {words.overview.alarmAbout} <Link href={`/runs/${run.id}`}>{words.overview.toRun}</Link>
      </p>
    </div>
  )
}
