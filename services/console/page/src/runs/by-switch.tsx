import { Link } from 'wouter'
import { writeView } from '../lists/use-view.ts'
import { words } from '../words/words.ts'
import styles from './by-switch.module.css'
import type { RunView } from './run-view.ts'

/** Whether a run is looked at by partner or by company. */
export function BySwitch({ runId, by }: { runId: string; by: RunView['by'] }) {
  return (
    <nav aria-label={words.runs.by} className={styles['switch']}>
      <Link href={`/runs/${runId}`} aria-current={by === null ? 'page' : undefined}>
        {words.runs.byPartner}
      </Link>
      <Link href={`/runs/${runId}${writeView({ by: 'company' })}`} aria-current={by === 'company' ? 'page' : undefined}>
        {words.runs.byCompany}
      </Link>
    </nav>
  )
}
