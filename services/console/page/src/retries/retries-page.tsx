import { Anchor, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { call } from '../api/client.ts'
import { LISTS_KEY } from '../api/keys.ts'
import { Answered } from '../layout/answered.tsx'
import { Moment } from '../layout/moment.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { Panel } from '../layout/panel.tsx'
import { StateBadge } from '../layout/state-badge.tsx'
import { EmptyNote } from '../lists/empty-note.tsx'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { Pager } from '../lists/pager.tsx'
import { useCursorPages } from '../lists/use-cursor-pages.ts'
import { words } from '../words/words.ts'
import { RetryProgress } from './retry-progress.tsx'
import { RETRY_TONES, retryStateOf } from './retry-state.ts'
import { ScopeName } from './scope-name.tsx'

const ROWS_PER_PAGE = 50
const RUNNING_EVERY_MS = 2_000
const says = words.retries
const COLUMNS = [
  { label: says.what },
  { label: says.state },
  { label: says.progressLabel, isWide: true },
  { label: says.askedBy },
  { label: words.reasonField.label, isWide: true },
] as const

/** Every retry that was ordered, the newest first. */
export function RetriesPage() {
  const [what, state, progress, askedBy, reason] = COLUMNS
  const pages = useCursorPages('retries')
  const { cursor } = pages
  const retries = useQuery({
    queryKey: [...LISTS_KEY, 'retries', cursor ?? null],
    queryFn: ({ signal }) =>
      call('get', '/api/retries', { query: { limit: ROWS_PER_PAGE, ...(cursor ? { cursor } : {}) }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) =>
      query.state.data?.data.some(({ finishedAt }) => finishedAt === null) ? RUNNING_EVERY_MS : false,
  })
  return (
    <>
      <PageHead title={says.title} about={says.about} />
      <Panel title={says.listTitle}>
        <Answered query={retries}>
          {({ data, nextCursor }) =>
            data.length === 0 ? (
              <EmptyNote>{says.none}</EmptyNote>
            ) : (
              <>
                <ListTable label={says.listTitle} columns={COLUMNS} isBusy={retries.isPlaceholderData}>
                  {data.map((retry) => (
                    <ListRow key={retry.id}>
                      <ListCell column={what}>
                        <Anchor component={Link} href={`/retries/${retry.id}`} size="sm">
                          <ScopeName scope={retry.scope} />
                        </Anchor>
                      </ListCell>
                      <ListCell column={state}>
                        <StateBadge tone={RETRY_TONES[retryStateOf(retry)]}>
                          {says.stateOf[retryStateOf(retry)]}
                        </StateBadge>
                      </ListCell>
                      <ListCell column={progress}>
                        <RetryProgress retry={retry} />
                      </ListCell>
                      <ListCell column={askedBy}>
                        {retry.askedBy}
                        <Text c="dimmed" size="xs">
                          <Moment iso={retry.askedAt} />
                        </Text>
                      </ListCell>
                      <ListCell column={reason}>{retry.reason}</ListCell>
                    </ListRow>
                  ))}
                </ListTable>
                <Pager
                  pages={pages}
                  perPage={ROWS_PER_PAGE}
                  shown={data.length}
                  nextCursor={nextCursor}
                  isBusy={retries.isPlaceholderData}
                />
              </>
            )
          }
        </Answered>
      </Panel>
    </>
  )
}
