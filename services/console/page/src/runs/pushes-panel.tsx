import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { addressOf, call } from '../api/client.ts'
import { LISTS_KEY } from '../api/keys.ts'
import type { Run } from '../api/shapes.ts'
import { formatNumber } from '../format/numbers.ts'
import { Answered } from '../layout/answered.tsx'
import { Panel } from '../layout/panel.tsx'
import { CsvButton } from '../lists/csv-button.tsx'
import { EmptyNote } from '../lists/empty-note.tsx'
import { FilterChips } from '../lists/filter-chips.tsx'
import listStyles from '../lists/list.module.css'
import { Pager } from '../lists/pager.tsx'
import { SearchField } from '../lists/search-field.tsx'
import { useCursorPages } from '../lists/use-cursor-pages.ts'
import type { ChangeView } from '../lists/use-view.ts'
import { OUTCOMES } from '../outcomes/outcome.ts'
import { PushTable } from '../pushes/push-table.tsx'
import { words } from '../words/words.ts'
import { BySwitch } from './by-switch.tsx'
import { NarrowedBy } from './narrowed-by.tsx'
import { ROWS_PER_PAGE } from './run-rows.ts'
import type { RunView } from './run-view.ts'

const says = words.runs

/** A run by company: every push of it, narrowed by partner, outcome, cause and text. */
export function PushesPanel(input: { run: Run; view: RunView; change: ChangeView<RunView> }) {
  const { run, view, change } = input
  const filters = {
    ...(view.search === '' ? {} : { search: view.search }),
    ...(view.partnerId === null ? {} : { partnerId: view.partnerId }),
    ...(view.outcome === null ? {} : { outcome: view.outcome }),
    ...(view.cause === null ? {} : { cause: view.cause }),
  }
  const pages = useCursorPages(JSON.stringify([run.id, filters]))
  const { cursor } = pages
  const pushes = useQuery({
    queryKey: [...LISTS_KEY, 'pushes', run.id, filters, cursor ?? null],
    queryFn: ({ signal }) =>
      call('get', '/api/runs/{runId}/pushes', {
        path: { runId: run.id },
        query: { ...filters, limit: ROWS_PER_PAGE, ...(cursor ? { cursor } : {}) },
        signal,
      }),
    placeholderData: keepPreviousData,
  })
  // What the whole run has of each; while it is narrowed the numbers would not be those of the list.
  const isNarrowed = view.partnerId !== null || view.cause !== null || view.search !== ''
  return (
    <Panel
      title={says.byCompany}
      action={
        <div className={listStyles['filters']}>
          <BySwitch runId={run.id} by={view.by} />
          <CsvButton
            address={addressOf<'get', '/api/runs/{runId}/pushes'>('/api/runs/{runId}/pushes', {
              path: { runId: run.id },
              query: filters,
            })}
            name={`run-${run.period}.csv`}
            label={says.csvLabel}
          />
        </div>
      }
    >
      <div className={listStyles['toolbar']}>
        <SearchField
          label={says.searchCompanies}
          value={view.search}
          onSearch={(search) => change({ search }, { replace: true })}
        />
        <FilterChips
          label={words.lists.outcome}
          chosen={view.outcome}
          onChoose={(outcome) => change({ outcome })}
          choices={OUTCOMES.filter((outcome) => run.outcomes[outcome] > 0 || outcome === view.outcome).map((value) => ({
            value,
            label: isNarrowed ? words.outcome[value] : `${words.outcome[value]} ${formatNumber(run.outcomes[value])}`,
          }))}
        />
      </div>
      <NarrowedBy run={run} view={view} change={change} />
      <div className={listStyles['list']}>
        <Answered query={pushes}>
          {({ data, nextCursor }) =>
            data.length === 0 ? (
              <EmptyNote>{says.noPushes}</EmptyNote>
            ) : (
              <>
                <PushTable label={says.byCompany} rows={data} isBusy={pushes.isPlaceholderData} />
                <Pager
                  pages={pages}
                  perPage={ROWS_PER_PAGE}
                  shown={data.length}
                  total={isNarrowed ? undefined : view.outcome === null ? run.expected : run.outcomes[view.outcome]}
                  nextCursor={nextCursor}
                  isBusy={pushes.isPlaceholderData}
                />
              </>
            )
          }
        </Answered>
      </div>
    </Panel>
  )
}
