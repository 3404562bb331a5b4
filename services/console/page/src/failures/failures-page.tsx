import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { LISTS_KEY } from '../api/keys.ts'
import type { Run } from '../api/shapes.ts'
import { formatPeriod, formatShortDay } from '../format/dates.ts'
import { Answered } from '../layout/answered.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { Panel } from '../layout/panel.tsx'
import { EmptyNote } from '../lists/empty-note.tsx'
import { useView } from '../lists/use-view.ts'
import { useOverview } from '../live/use-overview.ts'
import { RetryDialog } from '../retries/retry-dialog.tsx'
import { useNewestRuns } from '../runs/use-newest-runs.ts'
import { words } from '../words/words.ts'
import { FailureGroups } from './failure-groups.tsx'
import { readFailuresView } from './failures-view.ts'

const says = words.failures

/** What failed, grouped by cause across all partners; one button retries a group. */
export function FailuresPage() {
  const { view, change } = useView(readFailuresView)
  const overview = useOverview()
  const runs = useNewestRuns()
  const runId = view.runId ?? overview.data?.run?.id ?? runs.data?.data[0]?.id
  return (
    <>
      <PageHead
        title={says.title}
        about={says.about}
        actions={
          <NativeSelect
            size="sm"
            w="min(23rem, calc(100vw - 2rem))"
            label={says.run}
            value={runId ?? ''}
            data={(runs.data?.data ?? []).map((run) => ({ value: run.id, label: runLabel(run) }))}
            onChange={(event) => change({ runId: event.currentTarget.value })}
          />
        }
      />
      <Panel title={says.listTitle}>
        {runId === undefined ? (
          <Answered query={runs}>{() => <EmptyNote>{words.runs.none}</EmptyNote>}</Answered>
        ) : (
          <GroupsOf key={runId} runId={runId} />
        )}
      </Panel>
    </>
  )
}

function GroupsOf({ runId }: { runId: string }) {
  const [retried, setRetried] = useState<string | null>(null)
  const failures = useQuery({
    queryKey: [...LISTS_KEY, 'failures', runId],
    queryFn: ({ signal }) => call('get', '/api/failures', { query: { runId }, signal }),
  })
  return (
    <>
      <Answered query={failures}>
        {({ groups }) =>
          groups.length === 0 ? (
            <EmptyNote>{says.none}</EmptyNote>
          ) : (
            <FailureGroups groups={groups} runId={runId} onRetry={setRetried} />
          )
        }
      </Answered>
      {/* Not in its row: while a run moves, rows change places and go. */}
      {retried !== null && <RetryDialog scope={{ runId, causeId: retried }} onClose={() => setRetried(null)} />}
    </>
  )
}

function runLabel(run: Run): string {
  const month = formatPeriod(run.period)
  return run.partnerId === null
    ? says.runLabel(month, words.runs.kind[run.kind], formatShortDay(run.startedAt))
    : words.runs.runTitleOf(month, run.partnerId)
}
