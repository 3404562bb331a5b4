import { Stack, Text } from '@mantine/core'
import type { Shape } from '../api/client.ts'
import { Panel } from '../layout/panel.tsx'
import { words } from '../words/words.ts'
import { AccountCounts } from './account-counts.tsx'
import { FailedAccounts } from './failed-accounts.tsx'
import { SyncAccounts } from './sync-accounts.tsx'

/** The partner's companies as accounts in Gradient, and the way to make sure that all are there. */
export function AccountsPanel({ connection }: { connection: Shape<'GradientConnection'> }) {
  const { accounts, sendingPaused, status } = connection
  return (
    <Panel title={words.gradient.accounts.title} about={words.gradient.accounts.about}>
      <Stack gap="md">
        {accounts?.total === 0 ? (
          <Text>{words.gradient.accounts.none}</Text>
        ) : (
          accounts && <AccountCounts accounts={accounts} />
        )}
        {accounts !== null && accounts.gone > 0 && <Text size="sm">{words.gradient.accounts.gone(accounts.gone)}</Text>}
        {status !== 'needs_key' && <SyncAccounts sendingPaused={sendingPaused} />}
        {status === 'needs_key' && <Text size="sm">{words.gradient.accounts.needsKey}</Text>}
        {accounts !== null && accounts.failed > 0 && <FailedAccounts failed={accounts.failed} />}
      </Stack>
    </Panel>
  )
}
