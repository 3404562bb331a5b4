import { formatPeriod } from '../format/dates.ts'
import { Loading } from '../layout/loading.tsx'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { useConnection } from '../live/use-connection.ts'
import { words } from '../words/words.ts'
import { BillingTable } from './billing-table.tsx'
import { CompanyDrawer } from './company-drawer.tsx'
import { Downloads } from './downloads.tsx'
import { emptyTextOf } from './empty-list.tsx'
import { ListPanel } from './list-panel.tsx'
import { sortedBy } from './list-view.ts'
import { MonthFigures } from './month-figures.tsx'
import { MonthsChart } from './months-chart.tsx'
import { NothingSent } from './nothing-sent.tsx'
import styles from './numbers.module.css'
import { OutcomeFilter } from './outcome-filter.tsx'
import { shiftPeriod } from './period.ts'
import { SendingPanel } from './sending-panel.tsx'
import { useBillingRows } from './use-billing-rows.ts'
import { useCursorPages } from './use-cursor-pages.ts'
import { useDownloads } from './use-downloads.ts'
import { useListView } from './use-list-view.ts'
import type { Months } from './use-months.ts'

/** What there is of a month that is over: what was sent, company by company, and, while it is the one closed last, Send now. */
export function MonthPage({ period, months }: { period: string; months: Months }) {
  const { view, change, hrefOf } = useListView()
  const connection = useConnection()
  const { company: _, ...list } = view
  const pages = useCursorPages(JSON.stringify(list))
  const rows = useBillingRows({ period, view, cursor: pages.cursor })
  const month = months.list?.find((known) => known.period === period)
  const isOpen = period === shiftPeriod(months.running, -1)
  const outcomes = month?.outcomes ?? null
  const files = useDownloads({ period, view })
  const name = formatPeriod(period)
  const isKnown = month !== undefined || months.isComplete
  return (
    <>
      {isOpen && isKnown && connection.data && (
        <SendingPanel period={period} month={month} connection={connection.data} />
      )}
      {!months.list && months.error && <ProblemNotice error={months.error} retry={months.retry} />}
      {!isKnown && !months.error && <Loading />}
      {isKnown && (
        <div className={styles['overview']}>
          {month ? <MonthFigures month={month} /> : <NothingSent />}
          <MonthsChart months={months} here={period} />
        </div>
      )}
      {outcomes && (
        <ListPanel
          title={words.numbers.list.title}
          query={rows}
          pages={pages}
          view={view}
          change={change}
          all={month?.expected ?? 0}
          total={view.outcome === null ? month?.expected : outcomes[view.outcome]}
          filter={
            <OutcomeFilter outcomes={outcomes} chosen={view.outcome} onChoose={(outcome) => change({ outcome })} />
          }
          head={files.error && <ProblemNotice error={files.error} />}
          actions={<Downloads isChosen={view.search !== '' || view.outcome !== null} files={files} />}
          emptyText={emptyTextOf(view, words.numbers.list.emptyPast)}
        >
          {(data, isBusy) => (
            <BillingTable
              label={words.numbers.titleOf(name)}
              rows={data}
              view={view}
              isBusy={isBusy}
              onSort={(sort) => change(sortedBy(view, sort))}
              hrefOf={(company) => hrefOf({ company })}
            />
          )}
        </ListPanel>
      )}
      <CompanyDrawer
        companyId={view.company}
        knownName={rows.data?.data.find(({ companyId }) => companyId === view.company)?.companyName}
        period={period}
        isBilled
        running={months.running}
        onClose={() => change({ company: null }, { replace: true })}
      />
    </>
  )
}
