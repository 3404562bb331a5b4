import { Text, VisuallyHidden } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { words } from '../words/words.ts'
import styles from './connect.module.css'
import { SetupDetail, type SetupFacts } from './setup-detail.tsx'
import type { SetupStep } from './setup-steps.ts'

/** One step: its number or its tick, what it is, and what there is to say about it now. */
export function SetupStepItem(
  input: SetupFacts & { step: SetupStep; number: number; isDone: boolean; isNow: boolean },
) {
  const { step, number, isDone, isNow } = input
  return (
    <li className={styles['step']} aria-current={isNow ? 'step' : undefined}>
      <span className={styles['mark']} aria-hidden>
        <span className={styles['dot']} data-done={isDone || undefined} data-now={isNow || undefined}>
          {isDone ? <IconCheck size={16} /> : number}
        </span>
      </span>
      <div>
        <Text fw={isNow ? 600 : 500} {...(isDone ? { c: 'dimmed' } : {})}>
          <VisuallyHidden>{isDone ? words.connect.setup.done : words.connect.setup.open}</VisuallyHidden>
          {words.connect.setup.steps[step]}
        </Text>
        <SetupDetail {...input} />
      </div>
    </li>
  )
}
