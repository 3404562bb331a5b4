import { NativeSelect, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { addressOf, call } from '../api/client.ts'
import { LISTS_KEY } from '../api/keys.ts'
import { Answered } from '../layout/answered.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { Panel } from '../layout/panel.tsx'
import { CsvButton } from '../lists/csv-button.tsx'
import { EmptyNote } from '../lists/empty-note.tsx'
import listStyles from '../lists/list.module.css'
import { Pager } from '../lists/pager.tsx'
import { SearchField } from '../lists/search-field.tsx'
import { useCursorPages } from '../lists/use-cursor-pages.ts'
import { useView } from '../lists/use-view.ts'
import { words } from '../words/words.ts'
import { ActionTable } from './action-table.tsx'
import { auditQuery, readAuditView } from './audit-view.ts'

const ROWS_PER_PAGE = 50
const says = words.audit

/** Who did what, when, from where and why; nothing of it can be changed. */
export function AuditPage() {
  const { view, change } = useView(readAuditView)
  const query = auditQuery(view)
  const pages = useCursorPages(JSON.stringify(query))
  const { cursor } = pages
  const actions = useQuery({
    queryKey: [...LISTS_KEY, 'audit', query, cursor ?? null],
    queryFn: ({ signal }) =>
      call('get', '/api/audit', { query: { ...query, limit: ROWS_PER_PAGE, ...(cursor ? { cursor } : {}) }, signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHead title={says.title} about={says.about} />
      <Panel
        title={says.listTitle}
        action={
          <CsvButton
            address={addressOf<'get', '/api/audit'>('/api/audit', { query })}
            name="audit.csv"
            label={says.csvLabel}
          />
        }
      >
        <div className={listStyles['toolbar']}>
          <SearchField
            label={says.search}
            value={view.search}
            onSearch={(search) => change({ search }, { replace: true })}
          />
          <NativeSelect
            label={says.action}
            value={view.action ?? ''}
            onChange={(event) => change({ action: event.currentTarget.value || null })}
            data={[
              { value: '', label: words.lists.all },
              ...Object.entries(says.family).map(([value, label]) => ({ value, label })),
            ]}
          />
          <SearchField
            label={says.operator}
            value={view.operator}
            onSearch={(operator) => change({ operator }, { replace: true })}
          />
          <TextInput
            type="date"
            label={says.from}
            value={view.from ?? ''}
            onChange={(event) => change({ from: event.currentTarget.value || null }, { replace: true })}
          />
          <TextInput
            type="date"
            label={says.to}
            value={view.to ?? ''}
            onChange={(event) => change({ to: event.currentTarget.value || null }, { replace: true })}
          />
        </div>
        <div className={listStyles['list']}>
          <Answered query={actions}>
            {({ data, nextCursor }) =>
              data.length === 0 ? (
                <EmptyNote>{says.none}</EmptyNote>
              ) : (
                <>
                  <ActionTable actions={data} isBusy={actions.isPlaceholderData} />
                  <Pager
                    pages={pages}
                    perPage={ROWS_PER_PAGE}
                    shown={data.length}
                    nextCursor={nextCursor}
                    isBusy={actions.isPlaceholderData}
                  />
                </>
              )
            }
          </Answered>
        </div>
      </Panel>
    </>
  )
}
