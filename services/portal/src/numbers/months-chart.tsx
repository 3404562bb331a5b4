import { Anchor, Table, Text } from '@mantine/core'
import { Link } from 'wouter'
import { formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { Panel } from '../layout/panel.tsx'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { words } from '../words/words.ts'
import { ChartFigure, ChartWaiting } from './chart-figure.tsx'
import { chartPointsOf } from './chart-points.ts'
import { addressOf } from './month-picker.tsx'
import type { Month } from './months.ts'
import type { Months } from './use-months.ts'

/** Two years can still be told apart on a phone. */
const MOST_MONTHS = 24
const says = words.numbers.chart

/** The partner's billable users by month, as a chart and as a table. */
export function MonthsChart({ months, here }: { months: Months; here: string }) {
  const { list, running, isComplete } = months
  const points = chartPointsOf(
    (list ?? [])
      .filter(({ companies }) => companies > 0)
      .map(({ period, billableUsers: users }) => ({ period, users })),
    { until: running, most: MOST_MONTHS },
  )
  return (
    <Panel title={says.title}>
      {!isComplete && months.error ? (
        <ProblemNotice error={months.error} retry={months.retry} />
      ) : isComplete ? (
        <ChartFigure points={points} here={here} running={running}>
          {(list?.length ?? 0) > MOST_MONTHS && (
            <Text size="sm" c="dimmed">
              {says.newest(MOST_MONTHS)}
            </Text>
          )}
          <MonthsTable list={list ?? []} running={running} />
        </ChartFigure>
      ) : (
        <ChartWaiting />
      )}
    </Panel>
  )
}

function MonthsTable({ list, running }: { list: readonly Month[]; running: string }) {
  return (
    <Table aria-label={says.title} verticalSpacing={6} horizontalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{says.month}</Table.Th>
          <Table.Th scope="col" ta="right">
            {says.users}
          </Table.Th>
          <Table.Th scope="col" ta="right">
            {says.inGradient}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {list.map((month) => (
          <Table.Tr key={month.period}>
            <Table.Th scope="row" fw={400}>
              <Anchor component={Link} href={addressOf(month.period, running)} inherit py={4} display="inline-block">
                {formatPeriod(month.period)}
              </Anchor>
              {month.period === running && `, ${says.soFar}`}
            </Table.Th>
            <Table.Td ta="right">{month.companies > 0 ? formatNumber(month.billableUsers) : says.nothing}</Table.Td>
            <Table.Td ta="right">{month.outcomes ? formatNumber(month.sentUsers) : says.notSent}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
