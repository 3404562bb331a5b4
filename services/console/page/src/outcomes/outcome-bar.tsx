import type { Outcomes } from '../api/shapes.ts'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import { groupsOf } from './outcome.ts'
import styles from './outcome-bar.module.css'

const GROUPS = ['accepted', 'unmapped', 'quiet', 'trouble', 'open'] as const

/** How the pushes stand, as one bar; what is missing to `expected` stays empty. A group of few is still seen. */
export function OutcomeBar(input: { outcomes: Partial<Outcomes>; expected: number; isThick?: boolean }) {
  const groups = groupsOf(input.outcomes)
  const shown = GROUPS.filter((group) => groups[group] > 0)
  const label = shown.map((group) => `${words.outcomeGroup[group]}: ${formatNumber(groups[group])}`).join(', ')
  return (
    <div
      className={styles['bar']}
      data-thick={input.isThick || undefined}
      role="img"
      aria-label={label || words.runs.nothingYet}
    >
      {shown.map((group) => (
        <span
          key={group}
          data-group={group}
          style={{ flexBasis: `${(100 * groups[group]) / Math.max(1, input.expected)}%` }}
        />
      ))}
    </div>
  )
}
