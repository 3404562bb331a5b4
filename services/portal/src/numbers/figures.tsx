import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './numbers.module.css'

/** Some sums side by side. */
export function Figures({ children }: { children: ReactNode }) {
  return <dl className={styles['figures']}>{children}</dl>
}

/** A number under its name, and what there is to say about it. */
export function Figure(input: { name: string; value: string; isLead?: boolean; children?: ReactNode }) {
  return (
    <div data-lead={input.isLead || undefined}>
      <dt>{input.name}</dt>
      <dd>
        <strong>{input.value}</strong>
        {input.children !== undefined && (
          <Text span size="sm" c="dimmed">
            {input.children}
          </Text>
        )}
      </dd>
    </div>
  )
}
