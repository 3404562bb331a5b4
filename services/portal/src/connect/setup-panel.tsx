import { Alert, VisuallyHidden } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import type { Shape } from '../api/client.ts'
import { Panel } from '../layout/panel.tsx'
import { useRun } from '../live/use-connection.ts'
import { words } from '../words/words.ts'
import styles from './connect.module.css'
import { SetupStepItem } from './setup-step-item.tsx'
import { doneSteps, SETUP_STEPS, stepToDo } from './setup-steps.ts'

/** What is left to do until numbers arrive, as a list that ticks itself while it is watched. */
export function SetupPanel({ connection }: { connection: Shape<'GradientConnection'> }) {
  const run = useRun()
  const done = doneSteps(connection, run)
  const now = stepToDo(done)
  return (
    <Panel title={words.connect.setup.title} about={words.connect.setup.about}>
      <VisuallyHidden role="status">{words.connect.setup.progress(done.size, SETUP_STEPS.length)}</VisuallyHidden>
      <ol className={styles['steps']}>
        {SETUP_STEPS.map((step, index) => (
          <SetupStepItem
            key={step}
            step={step}
            number={index + 1}
            isDone={done.has(step)}
            isNow={step === now}
            connection={connection}
            run={run}
          />
        ))}
      </ol>
      {now === null && (
        <Alert color="green" icon={<IconCircleCheck />} title={words.connect.setup.allDone} role="status" mt="md">
          {words.connect.setup.allDoneText}
        </Alert>
      )}
    </Panel>
  )
}
