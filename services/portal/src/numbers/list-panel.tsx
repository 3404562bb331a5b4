import { Group, Loader, Paper, Stack, Title } from '@mantine/core'
import { type ReactNode, useId, useRef } from 'react'
import { Loading } from '../layout/loading.tsx'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { EmptyList } from './empty-list.tsx'
import styles from './list.module.css'
import type { ListView } from './list-view.ts'
import { Pager } from './pager.tsx'
import { SearchField } from './search-field.tsx'
import { StaleNotice } from './stale-notice.tsx'
import { ROWS_PER_PAGE } from './use-billing-rows.ts'
import type { CursorPages } from './use-cursor-pages.ts'
import type { Kept } from './use-kept.ts'
import type { ChangeView } from './use-list-view.ts'

/** So many are seen at a glance. */
const FEW = 8

/** Companies: searched, filtered, page by page. `all`: how many there are, `total`: of those that are filtered; `emptyText`: said where there are none. */
export function ListPanel<Item>(input: {
  title: string
  query: Kept<{ data: Item[]; nextCursor: string | null }>
  pages: CursorPages
  view: Pick<ListView, 'search' | 'outcome'>
  change: ChangeView
  all: number
  total: number | undefined
  /** Stands before the search. */
  head?: ReactNode
  filter?: ReactNode
  actions?: ReactNode
  emptyText: string
  children: (rows: Item[], isBusy: boolean) => ReactNode
}) {
  const { query, pages, view, change } = input
  const id = useId()
  const title = useRef<HTMLHeadingElement>(null)
  const page = query.data
  const isBusy = query.isOld && !query.error
  // Few need no search; whoever has begun one needs it still.
  const isSearched = view.search !== '' || input.all > FEW
  const toTop = () => {
    title.current?.focus({ preventScroll: true })
    title.current?.scrollIntoView({ block: 'start' })
  }
  const showAll = () => {
    change({ search: '', outcome: null })
    toTop()
  }
  return (
    <Paper component="section" withBorder p={{ base: 'sm', sm: 'lg' }} aria-labelledby={id}>
      <Group justify="space-between" gap="sm" mb="md">
        <Group gap="sm">
          <Title order={2} id={id} ref={title} tabIndex={-1} className={styles['title'] ?? ''}>
            {input.title}
          </Title>
          {isBusy && <Loader size={18} role="presentation" />}
        </Group>
        {input.actions}
      </Group>
      <Stack gap="md" mb="md">
        {input.head}
        {isSearched && <SearchField value={view.search} onSearch={(search) => change({ search }, { replace: true })} />}
        {input.filter}
      </Stack>
      <div>
        {query.error && page && <StaleNotice page={query} />}
        {query.error && !page && <ProblemNotice error={query.error} retry={query.refetch} />}
        {!query.error && !page && <Loading />}
        {page &&
          (page.data.length > 0 ? (
            input.children(page.data, isBusy)
          ) : (
            <EmptyList view={view} page={pages.page} text={input.emptyText} onShowAll={showAll} />
          ))}
      </div>
      {page && (
        <Pager
          pages={pages}
          perPage={ROWS_PER_PAGE}
          shown={page.data.length}
          total={view.search === '' ? input.total : undefined}
          nextCursor={page.nextCursor}
          isBusy={query.isOld}
          onTurn={toTop}
        />
      )}
    </Paper>
  )
}
