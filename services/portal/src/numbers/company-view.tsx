import { Stack, Text } from '@mantine/core'
import { ApiError } from '../api/api-error.ts'
import { formatMoment, formatPeriod } from '../format/dates.ts'
import { Loading } from '../layout/loading.tsx'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { words } from '../words/words.ts'
import { CompanyChart } from './company-chart.tsx'
import { CompanyMonth } from './company-month.tsx'
import { useCompany } from './use-company.ts'

const says = words.numbers.company

/** A company: how it stands in the month, its numbers by month, and what happened. */
export function CompanyView(input: { companyId: string; period: string; isBilled: boolean; running: string }) {
  const { companyId, period, isBilled, running } = input
  const company = useCompany(companyId)
  if (company.error && !company.data) {
    if (company.error instanceof ApiError && company.error.code === 'company_not_found')
      return <Text>{says.unknown}</Text>
    return <ProblemNotice error={company.error} retry={() => void company.refetch()} />
  }
  if (!company.data) return <Loading />
  const { name, archivedAt, account } = company.data
  return (
    <Stack gap="lg">
      <div>
        <Text size="sm" c="dimmed">
          {words.numbers.list.id(companyId)}
        </Text>
        {archivedAt !== null && <Text size="sm">{says.archived(formatMoment(archivedAt))}</Text>}
        {(account.state === 'failed' || account.state === 'gone') && (
          <Text size="sm">
            {words.numbers.account[account.state]}
            {account.reason !== null && `: ${account.reason}`}
          </Text>
        )}
      </div>
      <CompanyMonth companyId={companyId} period={period} isBilled={isBilled} monthName={formatPeriod(period)} />
      <CompanyChart companyId={companyId} companyName={name} here={period} running={running} />
    </Stack>
  )
}
