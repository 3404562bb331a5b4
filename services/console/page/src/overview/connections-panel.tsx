import type { Overview } from '../api/shapes.ts'
import { formatNumber } from '../format/numbers.ts'
import { Panel } from '../layout/panel.tsx'
import { words } from '../words/words.ts'
import styles from './overview.module.css'

const STATES = ['active', 'pending', 'needs_key', 'disconnected'] as const

/** How many partners are connected, and how. */
export function ConnectionsPanel({ connections }: Pick<Overview, 'connections'>) {
  const says = words.overview.connections
  return (
    <Panel title={says.title}>
      <dl className={styles['counts']}>
        {STATES.map((state) => (
          <div key={state}>
            <dt>{says.state[state]}</dt>
            <dd>{formatNumber(connections[state])}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
