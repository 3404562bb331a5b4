import { lazy, Suspense } from 'react'
import type { Overview } from '../api/shapes.ts'
import { formatHour, formatPeriod } from '../format/dates.ts'
import { Loading } from '../layout/loading.tsx'
import { Panel } from '../layout/panel.tsx'
import { EmptyNote } from '../lists/empty-note.tsx'
import { words } from '../words/words.ts'

const MonthsChart = lazy(() => import('./months-chart.tsx').then((chart) => ({ default: chart.MonthsChart })))
const says = words.overview.months

/** The last twelve months, drawn and in numbers. */
export function MonthsPanel({ months, earlierMonthsCountedAt }: Pick<Overview, 'months' | 'earlierMonthsCountedAt'>) {
  const oldestFirst = months.toSorted((a, b) => a.period.localeCompare(b.period))
  const [first] = oldestFirst
  const last = oldestFirst.at(-1)
  if (!first || !last) {
    return (
      <Panel title={says.title}>
        <EmptyNote>{says.none}</EmptyNote>
      </Panel>
    )
  }
  return (
    <Panel
      title={says.title}
      about={says.about(formatPeriod(first.period), formatPeriod(last.period), formatHour(earlierMonthsCountedAt))}
    >
      <Suspense fallback={<Loading />}>
        <MonthsChart oldestFirst={oldestFirst} />
      </Suspense>
    </Panel>
  )
}
