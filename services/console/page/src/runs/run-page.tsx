import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ApiError } from '../api/api-error.ts'
import { call } from '../api/client.ts'
import { LISTS_KEY } from '../api/keys.ts'
import type { Run } from '../api/shapes.ts'
import { formatPeriod } from '../format/dates.ts'
import { Answered } from '../layout/answered.tsx'
import { BackLink } from '../layout/back-link.tsx'
import { Facts } from '../layout/facts.tsx'
import { DeadlineMoment, Moment } from '../layout/moment.tsx'
import { NotFoundPage } from '../layout/not-found-page.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { Panel } from '../layout/panel.tsx'
import { useView, writeView } from '../lists/use-view.ts'
import { Equation } from '../outcomes/equation.tsx'
import { troubleOf } from '../outcomes/outcome.ts'
import { OutcomeBar } from '../outcomes/outcome-bar.tsx'
import { RetryButton } from '../retries/retry-button.tsx'
import { words } from '../words/words.ts'
import { PartnersPanel } from './partners-panel.tsx'
import { PushesPanel } from './pushes-panel.tsx'
import { isRunning, RUNNING_EVERY_MS } from './run-rows.ts'
import { RunStateBadge } from './run-state-badge.tsx'
import { readRunView } from './run-view.ts'

const says = words.runs

/** One run: the proof that it is complete, and its pushes by partner and by company. */
export function RunPage({ id }: { id: string }) {
  const run = useQuery({
    queryKey: [...LISTS_KEY, 'run', id],
    queryFn: ({ signal }) => call('get', '/api/runs/{runId}', { path: { runId: id }, signal }),
    refetchInterval: (query) => (isRunning(query.state.data) ? RUNNING_EVERY_MS : false),
  })
  if (run.error instanceof ApiError && run.error.isUnknown) return <NotFoundPage />
  return <Answered query={run}>{(found) => <KnownRun run={found} />}</Answered>
}

function KnownRun({ run }: { run: Run }) {
  const { view, change } = useView(readRunView)
  const month = formatPeriod(run.period)
  return (
    <>
      <PageHead
        title={run.partnerId === null ? says.runTitle(month) : says.runTitleOf(month, run.partnerId)}
        above={<BackLink href="/runs">{says.title}</BackLink>}
        actions={
          <>
            {run.outcomes.unmapped > 0 && (
              <RetryButton scope={{ runId: run.id, outcomes: ['unmapped'] }}>{says.retryUnmapped}</RetryButton>
            )}
            {troubleOf(run.outcomes) > 0 && (
              <RetryButton scope={{ runId: run.id, outcomes: ['failed', 'refused'] }}>{says.retryAll}</RetryButton>
            )}
          </>
        }
      />
      <Stack gap="md">
        <Panel title={says.proofTitle} action={<RunStateBadge run={run} />}>
          <Stack gap="sm">
            <OutcomeBar outcomes={run.outcomes} expected={run.expected} isThick />
            <Equation
              expected={run.expected}
              outcomes={run.outcomes}
              missing={run.missing}
              hrefOf={(outcome) => `/runs/${run.id}${writeView({ by: 'company', outcome })}`}
            />
            <Facts
              facts={{
                [says.kindLabel]: says.kind[run.kind],
                [says.startedAt]: <Moment iso={run.startedAt} seconds />,
                [says.finishedAt]: run.finishedAt === null ? says.notYet : <Moment iso={run.finishedAt} seconds />,
                [words.overview.figures.deadline]: <DeadlineMoment iso={run.deadlineAt} />,
              }}
            />
          </Stack>
        </Panel>
        {view.by === 'company' ? (
          <PushesPanel run={run} view={view} change={change} />
        ) : (
          <PartnersPanel run={run} view={view} change={change} />
        )}
      </Stack>
    </>
  )
}
