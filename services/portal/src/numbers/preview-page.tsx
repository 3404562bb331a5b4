import { formatPeriod } from '../format/dates.ts'
import { words } from '../words/words.ts'
import { ClosedMonthNote } from './closed-month-note.tsx'
import { CompanyDrawer } from './company-drawer.tsx'
import { emptyTextOf } from './empty-list.tsx'
import { ListPanel } from './list-panel.tsx'
import { sortedBy } from './list-view.ts'
import { MonthsChart } from './months-chart.tsx'
import styles from './numbers.module.css'
import { PreviewFigures } from './preview-figures.tsx'
import { PreviewTable } from './preview-table.tsx'
import { useCursorPages } from './use-cursor-pages.ts'
import { useListView } from './use-list-view.ts'
import type { Months } from './use-months.ts'
import { previewSortOf, usePreviewRows } from './use-preview-rows.ts'

/** What there is of the running month: what would be sent if it ended now. */
export function PreviewPage({ months }: { months: Months }) {
  const { view, change, hrefOf } = useListView()
  const sorted = { ...view, ...previewSortOf(view) }
  const pages = useCursorPages(JSON.stringify([sorted.search, sorted.sort, sorted.order]))
  const rows = usePreviewRows({ view: sorted, cursor: pages.cursor })
  const name = formatPeriod(rows.data?.period ?? months.running)
  return (
    <>
      <ClosedMonthNote months={months} />
      <div className={styles['overview']}>
        <PreviewFigures totals={rows.data?.totals} />
        <MonthsChart months={months} here={months.running} />
      </div>
      <ListPanel
        title={words.numbers.list.title}
        query={rows}
        pages={pages}
        view={{ search: view.search, outcome: null }}
        change={change}
        all={rows.data?.totals.companies ?? 0}
        total={rows.data?.totals.companies}
        emptyText={emptyTextOf({ search: view.search, outcome: null }, words.numbers.list.empty)}
      >
        {(data, isBusy) => (
          <PreviewTable
            label={words.numbers.titleSoFar(name)}
            rows={data}
            view={sorted}
            isBusy={isBusy}
            onSort={(sort) => change(sortedBy(sorted, sort))}
            hrefOf={(company) => hrefOf({ company })}
          />
        )}
      </ListPanel>
      <CompanyDrawer
        companyId={view.company}
        knownName={rows.data?.data.find(({ companyId }) => companyId === view.company)?.companyName}
        period={months.running}
        isBilled={false}
        running={months.running}
        onClose={() => change({ company: null }, { replace: true })}
      />
    </>
  )
}
