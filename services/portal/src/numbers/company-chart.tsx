import { Table, Title } from '@mantine/core'
import { formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { words } from '../words/words.ts'
import { ChartFigure, ChartWaiting } from './chart-figure.tsx'
import { chartPointsOf } from './chart-points.ts'
import { useCompanyReports } from './use-company.ts'

const MOST_MONTHS = 24
const says = words.numbers.chart

/** A company's billable users by month, as a chart and as a table. */
export function CompanyChart(input: { companyId: string; companyName: string; here: string; running: string }) {
  const { companyId, companyName, here, running } = input
  const reports = useCompanyReports(companyId)
  const present = (reports.data?.data ?? []).filter(({ replacedAt }) => replacedAt === null)
  const points = chartPointsOf(
    present.map(({ period, billableUsers: users }) => ({ period, users })),
    { until: running, most: MOST_MONTHS },
  )
  return (
    <section aria-label={says.titleOf(companyName)}>
      <Title order={3} size="h4" mb="xs">
        {says.title}
      </Title>
      {reports.error && !reports.data ? (
        <ProblemNotice error={reports.error} retry={() => void reports.refetch()} />
      ) : reports.data ? (
        <ChartFigure points={points} here={here} running={running}>
          <Table aria-label={says.titleOf(companyName)} verticalSpacing={6} horizontalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{says.month}</Table.Th>
                <Table.Th scope="col" ta="right">
                  {says.users}
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {points.toReversed().map(({ period, users }) => (
                <Table.Tr key={period}>
                  <Table.Th scope="row" fw={400}>
                    {formatPeriod(period)}
                    {period === running && `, ${says.soFar}`}
                  </Table.Th>
                  <Table.Td ta="right">{users === null ? says.nothing : formatNumber(users)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ChartFigure>
      ) : (
        <ChartWaiting />
      )}
    </section>
  )
}
