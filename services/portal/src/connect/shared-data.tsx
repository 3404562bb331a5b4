import { Skeleton, Stack, Text } from '@mantine/core'
import { formatNumber } from '../format/numbers.ts'
import { MoreButton } from '../layout/more-button.tsx'
import { Panel } from '../layout/panel.tsx'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { words } from '../words/words.ts'
import { SharedTable } from './shared-table.tsx'
import { usePreview } from './use-preview.ts'

/** All that Gradient will see, shown on the partner's own companies. */
export function SharedData() {
  const preview = usePreview()
  const totals = preview.data?.pages[0]?.totals
  const period = preview.data?.pages[0]?.period
  const rows = preview.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Panel title={words.connect.shared.title} about={words.connect.shared.about}>
      {preview.isPending && <Waiting />}
      {preview.isError && !preview.data && <ProblemNotice error={preview.error} retry={() => void preview.refetch()} />}
      {period !== undefined && totals !== undefined && rows.length === 0 && <Text>{words.connect.shared.empty}</Text>}
      {period !== undefined && totals !== undefined && rows.length > 0 && (
        <Stack gap="sm" align="flex-start">
          <SharedTable period={period} rows={rows} />
          {totals.companies > 1 && (
            <MoreButton
              hasMore={preview.hasNextPage}
              isFetching={preview.isFetchingNextPage}
              onMore={() => void preview.fetchNextPage()}
              label={words.connect.shared.more(formatNumber(rows.length), formatNumber(totals.companies))}
              doneText={words.connect.shared.all(formatNumber(totals.companies))}
            />
          )}
        </Stack>
      )}
    </Panel>
  )
}

function Waiting() {
  return (
    <Stack gap="xs" role="status" aria-label={words.common.loading}>
      <Skeleton height={28} />
      <Skeleton height={28} />
      <Skeleton height={28} />
    </Stack>
  )
}
