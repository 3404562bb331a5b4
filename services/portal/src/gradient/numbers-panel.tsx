import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { Shape } from '../api/client.ts'
import { Panel } from '../layout/panel.tsx'
import { words } from '../words/words.ts'
import { Fact } from './fact.tsx'
import styles from './gradient.module.css'
import { LastRun } from './last-run.tsx'
import { NextRun } from './next-run.tsx'

/** When numbers are sent next, and which were sent last; the way to all of them. */
export function NumbersPanel({ connection }: { connection: Shape<'GradientConnection'> }) {
  const { nextRunAt, lastRun } = connection
  return (
    <Panel title={words.gradient.numbers.title}>
      <dl className={`${styles['facts']} ${styles['pair']}`}>
        {nextRunAt !== null && (
          <Fact name={words.gradient.numbers.next}>
            <NextRun at={nextRunAt} needsKey={connection.status === 'needs_key'} />
          </Fact>
        )}
        <Fact name={words.gradient.numbers.last}>
          <LastRun run={lastRun} />
        </Fact>
      </dl>
      <Button
        component={Link}
        href="/gradient/numbers"
        variant={connection.status === 'active' ? 'filled' : 'default'}
        rightSection={<IconArrowRight size={16} />}
        mt="md"
      >
        {words.gradient.numbers.all}
      </Button>
    </Panel>
  )
}
