import { Paper } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import type { Shape } from '../api/client.ts'
import { BusyButton } from '../layout/busy-button.tsx'
import { useRun } from '../live/use-connection.ts'
import { words } from '../words/words.ts'
import type { Month } from './months.ts'
import styles from './numbers.module.css'
import { SendNowDialog } from './send-now-dialog.tsx'
import { sendPlanOf } from './send-plan.ts'
import { SendResult } from './send-result.tsx'
import { type AskedRun, type Hold, sendStateOf } from './send-state.ts'
import { SendingStatus } from './sending-status.tsx'

/** How far the month closed last is in Gradient, live, and Send now with what came of it. */
export function SendingPanel(input: {
  period: string
  month: Month | undefined
  connection: Shape<'GradientConnection'>
}) {
  const { period, month, connection } = input
  const run = useRun()
  const [asked, setAsked] = useState<AskedRun | null>(null)
  const [isAsking, setAsking] = useState(false)
  const hold: Hold =
    connection.status === 'needs_key' ? 'needs_key' : connection.sendingPaused ? 'sending_paused' : null
  const state = sendStateOf({ period, run, asked, hold })
  const plan = sendPlanOf({ period, connection, run, month })
  // The live connection knows sooner than the months' sums.
  const stands = run?.period === period ? run : month?.outcomes ? { ...month, outcomes: month.outcomes } : null
  const isBusy = state.kind === 'asked' || state.kind === 'sending'
  const mayAsk = plan.kind !== 'not_connected' && plan.kind !== 'needs_key' && state.kind !== 'held'
  return (
    <Paper component="section" withBorder p={{ base: 'md', sm: 'lg' }} mb="lg" aria-label={words.numbers.sending.title}>
      <div className={styles['sending']}>
        <div role="status">
          <SendingStatus state={state} plan={plan} stands={stands} />
        </div>
        {mayAsk && (
          <BusyButton
            busy={isBusy}
            busyLabel={words.numbers.sendNow.busy}
            leftSection={<IconSend size={16} />}
            onClick={() => setAsking(true)}
          >
            {words.numbers.sendNow.button}
          </BusyButton>
        )}
      </div>
      <div role="status">
        {state.kind === 'over' && asked && run && (
          <SendResult period={period} outcomes={run.outcomes} toSend={asked.toSend} />
        )}
      </div>
      <SendNowDialog
        period={period}
        plan={plan}
        isPaused={connection.sendingPaused}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onAsked={setAsked}
      />
    </Paper>
  )
}
