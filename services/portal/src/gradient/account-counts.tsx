import { Text } from '@mantine/core'
import type { Shape } from '../api/client.ts'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import styles from './gradient.module.css'

const STATES = ['present', 'waiting', 'failed', 'gone'] as const

/** How many of the companies are in Gradient, are on their way, were not taken, or are not there any more. */
export function AccountCounts({ accounts }: { accounts: NonNullable<Shape<'GradientConnection'>['accounts']> }) {
  return (
    <dl className={styles['counts']}>
      {STATES.map((state) => (
        <div key={state} data-state={accounts[state] > 0 ? state : undefined}>
          <Text component="dt" size="sm">
            {words.gradient.accounts.state[state]}
          </Text>
          <dd>
            {state === 'present'
              ? words.gradient.accounts.of(formatNumber(accounts.present), formatNumber(accounts.total))
              : formatNumber(accounts[state])}
          </dd>
        </div>
      ))}
    </dl>
  )
}
