import { Anchor, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { call } from '../api/client.ts'
import { LISTS_KEY } from '../api/keys.ts'
import type { Run } from '../api/shapes.ts'
import { formatPeriod } from '../format/dates.ts'
import { heading } from '../format/heading.ts'
import { formatNumber } from '../format/numbers.ts'
import { Answered } from '../layout/answered.tsx'
import { Moment } from '../layout/moment.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { Panel } from '../layout/panel.tsx'
import { EmptyNote } from '../lists/empty-note.tsx'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { Pager } from '../lists/pager.tsx'
import { useCursorPages } from '../lists/use-cursor-pages.ts'
import { openOf, troubleOf } from '../outcomes/outcome.ts'
import { OutcomeBar } from '../outcomes/outcome-bar.tsx'
import { words } from '../words/words.ts'
import { ROWS_PER_PAGE } from './run-rows.ts'
import { RunStateBadge } from './run-state-badge.tsx'

const says = words.runs
const COLUMNS = [
  { label: words.lists.month },
  { label: says.state },
  { label: says.startedAt },
  { label: says.pushes, isWide: true },
  { label: heading(says.expected), isNumber: true },
  { label: heading(words.outcome.accepted), isNumber: true },
  { label: heading(words.outcomeGroup.trouble), isNumber: true },
  { label: heading(words.outcomeGroup.open), isNumber: true },
] as const

/** Every billing run, the newest first. */
export function RunsPage() {
  const pages = useCursorPages('runs')
  const { cursor } = pages
  const runs = useQuery({
    queryKey: [...LISTS_KEY, 'runs', cursor ?? null],
    queryFn: ({ signal }) =>
      call('get', '/api/runs', { query: { limit: ROWS_PER_PAGE, ...(cursor ? { cursor } : {}) }, signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHead title={says.title} about={says.about} />
      <Panel title={says.listTitle}>
        <Answered query={runs}>
          {({ data, nextCursor }) =>
            data.length === 0 ? (
              <EmptyNote>{says.none}</EmptyNote>
            ) : (
              <>
                <ListTable label={says.listTitle} columns={COLUMNS} isBusy={runs.isPlaceholderData}>
                  {data.map((run) => (
                    <RunLine key={run.id} run={run} />
                  ))}
                </ListTable>
                <Pager
                  pages={pages}
                  perPage={ROWS_PER_PAGE}
                  shown={data.length}
                  nextCursor={nextCursor}
                  isBusy={runs.isPlaceholderData}
                />
              </>
            )
          }
        </Answered>
      </Panel>
    </>
  )
}

function RunLine({ run }: { run: Run }) {
  const [month, state, startedAt, pushes, expected, accepted, trouble, open] = COLUMNS
  return (
    <ListRow>
      <ListCell column={month}>
        <Anchor component={Link} href={`/runs/${run.id}`} size="sm" fw={600}>
          {formatPeriod(run.period)}
        </Anchor>
        <Text c="dimmed" size="xs">
          {run.partnerId === null ? says.kind[run.kind] : says.ofPartner(run.partnerId)}
        </Text>
      </ListCell>
      <ListCell column={state}>
        <RunStateBadge run={run} />
      </ListCell>
      <ListCell column={startedAt}>
        <Moment iso={run.startedAt} />
      </ListCell>
      <ListCell column={pushes}>
        <OutcomeBar outcomes={run.outcomes} expected={run.expected} />
      </ListCell>
      <ListCell column={expected}>{formatNumber(run.expected)}</ListCell>
      <ListCell column={accepted}>{formatNumber(run.outcomes.accepted)}</ListCell>
      <ListCell column={trouble}>{formatNumber(troubleOf(run.outcomes))}</ListCell>
      <ListCell column={open}>{formatNumber(openOf(run.outcomes))}</ListCell>
    </ListRow>
  )
}
