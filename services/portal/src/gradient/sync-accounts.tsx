import { Stack } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { BusyButton } from '../layout/busy-button.tsx'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { useSync } from '../live/use-connection.ts'
import { words } from '../words/words.ts'
import { SyncMessage } from './sync-message.tsx'
import { syncViewOf } from './sync-view.ts'
import { useSyncAccounts } from './use-sync-accounts.ts'

/** The button Sync Company Accounts, how far it is, and what came of it. */
export function SyncAccounts({ sendingPaused }: { sendingPaused: boolean }) {
  const sync = useSync()
  const ask = useSyncAccounts()
  const view = syncViewOf(sync, { asked: ask.data, sendingPaused })
  return (
    <Stack gap="sm" align="stretch">
      <div>
        <BusyButton
          variant="default"
          leftSection={<IconRefresh size={16} />}
          busy={ask.isPending}
          busyLabel={words.gradient.sync.button}
          onClick={() => ask.mutate()}
        >
          {words.gradient.sync.button}
        </BusyButton>
      </div>
      {ask.error && <ProblemNotice error={ask.error} />}
      <div role={ask.isSuccess ? 'status' : undefined}>
        <SyncMessage view={view} isResult={ask.isSuccess} />
      </div>
    </Stack>
  )
}
