import { UnstyledButton } from '@mantine/core'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import styles from './list.module.css'
import { OUTCOMES, type Outcome } from './outcome.ts'
import { OUTCOME_LOOKS } from './outcome-badge.tsx'

/** Which outcomes are shown, with how many companies there are of each; those that there are none of are not offered. */
export function OutcomeFilter(input: {
  outcomes: Readonly<Record<Outcome, number>>
  chosen: Outcome | null
  onChoose: (outcome: Outcome | null) => void
}) {
  const { outcomes, chosen, onChoose } = input
  const all = Object.values(outcomes).reduce((sum, count) => sum + count, 0)
  return (
    <fieldset className={styles['filters']}>
      <legend>{words.numbers.list.filter}</legend>
      <UnstyledButton className={styles['filter'] ?? ''} aria-pressed={chosen === null} onClick={() => onChoose(null)}>
        {words.numbers.list.all} {formatNumber(all)}
      </UnstyledButton>
      {OUTCOMES.filter((outcome) => outcomes[outcome] > 0 || outcome === chosen).map((outcome) => {
        const { Icon } = OUTCOME_LOOKS[outcome]
        return (
          <UnstyledButton
            key={outcome}
            className={styles['filter'] ?? ''}
            aria-pressed={outcome === chosen}
            onClick={() => onChoose(outcome === chosen ? null : outcome)}
          >
            <Icon size={14} />
            {words.numbers.outcome[outcome]} {formatNumber(outcomes[outcome])}
          </UnstyledButton>
        )
      })}
    </fieldset>
  )
}
