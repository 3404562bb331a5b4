import { IconAlertOctagon, IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
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
  const equals = missing === 0 ? '=' : '≠'
  return (
    <div className={styles['equation']}>
      <span className={styles['term']}>
        <strong>{formatNumber(expected)}</strong> {words.runs.expected}
      </span>
      {shown.length === 0 && <Signed sign={equals}>0</Signed>}
      {shown.map((outcome, index) => {
        const { Icon } = OUTCOME_LOOKS[outcome]
        return (
          <Signed key={outcome} sign={index === 0 ? equals : '+'}>
            <Link href={hrefOf(outcome)} className={styles['term']} data-group={GROUP_OF[outcome]}>
              <Icon size={15} aria-hidden />
              <strong>{formatNumber(outcomes[outcome])}</strong> {words.outcome[outcome]}
            </Link>
          </Signed>
        )
      })}
      <span className={styles['proof']} data-missing={missing !== 0 || undefined}>
        {missing === 0 ? <IconCircleCheck size={16} aria-hidden /> : <IconAlertOctagon size={16} aria-hidden />}
        {missing === 0 ? words.runs.proved : words.runs.missing(formatNumber(Math.abs(missing)), missing < 0)}
      </span>
    </div>
  )
}

/** A term with the sign before it, on one line. */
function Signed({ sign, children }: { sign: string; children: ReactNode }) {
  return (
    <span className={styles['signed']}>
      <span className={styles['sign']}>{sign}</span>
      {children}
    </span>
  )
}
