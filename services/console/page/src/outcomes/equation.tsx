import { IconAlertOctagon, IconCircleCheck } from '@tabler/icons-react'
import { Fragment } from 'react'
import { Link } from 'wouter'
import type { Outcome, Outcomes } from '../api/shapes.ts'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import styles from './equation.module.css'
import { GROUP_OF, OUTCOMES } from './outcome.ts'
import { OUTCOME_LOOKS } from './outcome-looks.ts'

/**
 * The proof that every push is in exactly one state: expected = the sum of the outcomes, each of them a link to its pushes, and what is
 * missing said outright.
 */
export function Equation(input: {
  expected: number
  outcomes: Outcomes
  missing: number
  hrefOf: (outcome: Outcome) => string
}) {
  const { expected, outcomes, missing, hrefOf } = input
  const shown = OUTCOMES.filter((outcome) => outcomes[outcome] > 0)
  return (
    <div className={styles['equation']}>
      <span className={styles['term']}>
        <strong>{formatNumber(expected)}</strong> {words.runs.expected}
      </span>
      <span className={styles['sign']}>{missing === 0 ? '=' : '≠'}</span>
      {shown.length === 0 && <strong>0</strong>}
      {shown.map((outcome, index) => {
        const { Icon } = OUTCOME_LOOKS[outcome]
        return (
          <Fragment key={outcome}>
            {index > 0 && <span className={styles['sign']}>+</span>}
            <Link href={hrefOf(outcome)} className={styles['term']} data-group={GROUP_OF[outcome]}>
              <Icon size={15} aria-hidden />
              <strong>{formatNumber(outcomes[outcome])}</strong> {words.outcome[outcome]}
            </Link>
          </Fragment>
        )
      })}
      <span className={styles['proof']} data-missing={missing !== 0 || undefined}>
        {missing === 0 ? <IconCircleCheck size={16} aria-hidden /> : <IconAlertOctagon size={16} aria-hidden />}
        {missing === 0 ? words.runs.proved : words.runs.missing(formatNumber(Math.abs(missing)), missing < 0)}
      </span>
    </div>
  )
}
