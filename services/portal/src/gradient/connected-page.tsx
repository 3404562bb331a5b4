import { Stack } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Shape } from '../api/client.ts'
import { SetupPanel } from '../connect/setup-panel.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { words } from '../words/words.ts'
import { AccountsPanel } from './accounts-panel.tsx'
import { ConnectionPanel } from './connection-panel.tsx'
import { DisconnectPanel } from './disconnect-panel.tsx'
import styles from './gradient.module.css'
import { NeedsKeyPanel } from './needs-key-panel.tsx'
import { NumbersPanel } from './numbers-panel.tsx'

/** While connected: what is left to do, the numbers, the accounts, the connection itself, and the way out. */
export function ConnectedPage(input: {
  connection: Shape<'GradientConnection'>
  notices: ReactNode
  onKeyReplaced: () => void
  onDisconnect: () => void
}) {
  const { connection, onKeyReplaced } = input
  const { status } = connection
  // A list that was begun here is seen to its end, though the last tick makes the connection active.
  const [wasPending, setWasPending] = useState(status === 'pending')
  if (status === 'pending' && !wasPending) setWasPending(true)
  return (
    <>
      <PageHead title={words.gradient.title} about={words.gradient.connectedTo(connection.organizationName ?? '')} />
      {input.notices}
      {status === 'needs_key' && <NeedsKeyPanel connection={connection} onAccepted={onKeyReplaced} />}
      <div className={styles['columns']}>
        <Stack gap="lg">
          {wasPending && status !== 'needs_key' && <SetupPanel connection={connection} />}
          <NumbersPanel connection={connection} />
          <AccountsPanel connection={connection} />
        </Stack>
        <Stack gap="lg">
          <ConnectionPanel connection={connection} onKeyReplaced={onKeyReplaced} />
          <DisconnectPanel onOpen={input.onDisconnect} />
        </Stack>
      </div>
    </>
  )
}
