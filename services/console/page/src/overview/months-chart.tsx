import { BarChart } from '@mantine/charts'
import '@mantine/charts/styles.css'
import type { Overview } from '../api/shapes.ts'
import { formatMonth, formatPeriod } from '../format/dates.ts'
import { heading } from '../format/heading.ts'
import { formatNumber } from '../format/numbers.ts'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { countOf, groupsOf, type OutcomeGroup } from '../outcomes/outcome.ts'
import { words } from '../words/words.ts'
import styles from './overview.module.css'

const GROUPS = ['accepted', 'unmapped', 'quiet', 'trouble', 'open'] as const satisfies readonly OutcomeGroup[]
const column = (label: string) => ({ label, isNumber: true })
const MONTH = { label: words.lists.month }
const PUSHES = column(words.lists.pushes)
const USERS = column(words.lists.billableUsers)
const OF_GROUP = {
  accepted: column(heading(words.outcomeGroup.accepted)),
  unmapped: column(heading(words.outcomeGroup.unmapped)),
  quiet: column(heading(words.outcomeGroup.quiet)),
  trouble: column(heading(words.outcomeGroup.trouble)),
  open: column(heading(words.outcomeGroup.open)),
}
const COLUMNS = [MONTH, PUSHES, ...GROUPS.map((group) => OF_GROUP[group]), USERS]

/** The pushes of the last twelve months by what became of them; the same in numbers below. */
export function MonthsChart({ oldestFirst }: { oldestFirst: Overview['months'] }) {
  const says = words.overview.months
  const series = GROUPS.map((group) => ({
    name: group,
    label: words.outcomeGroup[group],
    color: `var(--mark-${group})`,
  }))
  return (
    <>
      <div aria-hidden>
        <BarChart
          className={styles['chart'] ?? ''}
          h={240}
          data={oldestFirst.map(({ period, outcomes }) => ({
            month: formatMonth(period),
            ...groupsOf(outcomes),
          }))}
          dataKey="month"
          type="stacked"
          series={series}
          withLegend
          legendProps={{ verticalAlign: 'bottom', itemSorter: null }}
          valueFormatter={formatNumber}
          tickLine="none"
          gridAxis="x"
          maxBarWidth={40}
          barChartProps={{ accessibilityLayer: false }}
          barProps={{ isAnimationActive: false }}
        />
      </div>
      <details className={styles['asTable']}>
        <summary>{says.asTable}</summary>
        <ListTable label={says.title} columns={COLUMNS}>
          {oldestFirst.toReversed().map(({ period, outcomes, billableUsers, missed }) => {
            const groups = groupsOf(outcomes)
            return (
              <ListRow key={period}>
                <ListCell column={MONTH}>
                  {formatPeriod(period)}
                  {missed && <span>{says.missed}</span>}
                </ListCell>
                <ListCell column={PUSHES}>{formatNumber(countOf(outcomes))}</ListCell>
                {GROUPS.map((group) => (
                  <ListCell key={group} column={OF_GROUP[group]}>
                    {formatNumber(groups[group])}
                  </ListCell>
                ))}
                <ListCell column={USERS}>{formatNumber(billableUsers)}</ListCell>
              </ListRow>
            )
          })}
        </ListTable>
      </details>
    </>
  )
}
