import { CloseButton, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { LISTS_KEY } from '../api/keys.ts'
import type { Run } from '../api/shapes.ts'
import type { ChangeView } from '../lists/use-view.ts'
import { RetryButton } from '../retries/retry-button.tsx'
import { words } from '../words/words.ts'
import { ROWS_PER_PAGE } from './run-rows.ts'
import type { RunView } from './run-view.ts'

const says = words.runs

/** By which partner and which cause the list is narrowed, each to be taken away, each with its own retry. */
export function NarrowedBy(input: { run: Run; view: RunView; change: ChangeView<RunView> }) {
  const { run, view, change } = input
  const { partnerId, cause } = view
  const failures = useQuery({
    queryKey: [...LISTS_KEY, 'failures', run.id],
    queryFn: ({ signal }) => call('get', '/api/failures', { query: { runId: run.id }, signal }),
    enabled: cause !== null,
  })
  const partners = useQuery({
    queryKey: [...LISTS_KEY, 'partners', run.id, 'called', partnerId],
    queryFn: ({ signal }) =>
      call('get', '/api/runs/{runId}/partners', {
        path: { runId: run.id },
        query: { search: partnerId ?? '', limit: ROWS_PER_PAGE },
        signal,
      }),
    enabled: partnerId !== null,
  })
  if (partnerId === null && cause === null) return null
  const partnerName = partners.data?.data.find((row) => row.partnerId === partnerId)?.name
  const group = failures.data?.groups.find(({ causeId }) => causeId === cause)
  return (
    <Group gap="xs" mb="sm">
      {partnerId !== null && (
        <>
          <Narrowing
            label={says.ofPartnerOnly(partnerName === undefined ? partnerId : `${partnerName} (${partnerId})`)}
            onDrop={() => change({ partnerId: null })}
          />
          <RetryButton scope={{ partnerId, period: run.period }}>{says.retryPartner}</RetryButton>
        </>
      )}
      {cause !== null && (
        <>
          <Narrowing
            label={says.ofCauseOnly(group ? `${words.reason[group.reason] ?? group.reason}: ${group.message}` : cause)}
            onDrop={() => change({ cause: null })}
          />
          <RetryButton scope={{ causeId: cause, runId: run.id }}>{says.retryCause}</RetryButton>
        </>
      )}
    </Group>
  )
}

function Narrowing({ label, onDrop }: { label: string; onDrop: () => void }) {
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="sm">{label}</Text>
      <CloseButton size="sm" aria-label={says.drop(label)} onClick={onDrop} />
    </Group>
  )
}
