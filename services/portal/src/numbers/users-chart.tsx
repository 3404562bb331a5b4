import { BarChart } from '@mantine/charts'
import '@mantine/charts/styles.css'
import { formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import type { ChartPoint } from './chart-points.ts'
import styles from './numbers.module.css'

/**
 * Billable users by month, drawn. `here`: the month that is looked at; `running`: the one that is not over. Nobody but the eye can read it: the
 * same numbers stand in a table beside it.
 */
export function UsersChart(input: { points: readonly ChartPoint[]; here: string | null; running: string }) {
  const name = words.numbers.chart.users
  const data = input.points.map(({ period, users }) => ({
    month: labelOf(period, input.running),
    [name]: users,
    color: colorOf(period, input),
  }))
  return (
    <div className={styles['chart']} aria-hidden>
      <BarChart
        h="100%"
        data={data}
        dataKey="month"
        series={[{ name, color: 'var(--bar)' }]}
        valueFormatter={formatNumber}
        withLegend={false}
        gridAxis="x"
        tickLine="none"
        maxBarWidth={40}
        barChartProps={{ accessibilityLayer: false, margin: { top: 10, left: 10 } }}
        accessibilityLayer={false}
        yAxisProps={{ width: 'auto', allowDecimals: false }}
        xAxisProps={{ minTickGap: 12 }}
      />
    </div>
  )
}

function labelOf(period: string, running: string): string {
  const month = formatPeriod(period, 'short')
  return period === running ? `${month}, ${words.numbers.chart.soFar}` : month
}

function colorOf(period: string, { here, running }: { here: string | null; running: string }): string {
  if (period === here) return 'var(--bar-here)'
  return period === running ? 'var(--bar-running)' : 'var(--bar)'
}
