import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatNumber } from '../format/numbers.ts'
import { Loading } from '../layout/loading.tsx'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { words } from '../words/words.ts'
import { CompanyHistory } from './company-history.tsx'
import { type HistoryEvent, historyEventsOf } from './history-events.ts'
import styles from './numbers.module.css'
import { CountCell, OutcomeCell, WhenCell } from './row-cells.tsx'
import { useCompanyHistory, useCompanyReports } from './use-company.ts'

const says = words.numbers.company

interface Which {
  companyId: string
  period: string
  monthName: string
}

/** What became of a company in a month. `isBilled`: the month is over, else there are only its reports. */
export function CompanyMonth({ isBilled, ...which }: Which & { isBilled: boolean }) {
  return isBilled ? <BilledMonth {...which} /> : <RunningMonth {...which} />
}

function BilledMonth(which: Which) {
  const history = useCompanyHistory(which)
  if (history.error && !history.data) {
    return <ProblemNotice error={history.error} retry={() => void history.refetch()} />
  }
  if (history.data === undefined) return <Loading />
  if (history.data === null) return <RunningMonth {...which} note={<Text>{says.notInMonth}</Text>} />
  const row = history.data
  return (
    <>
      <section aria-label={says.state(which.monthName)}>
        <dl className={styles['state']}>
          <Fact name={words.numbers.list.users}>
            <CountCell count={row.unitCount} before={row.corrected?.from} />
          </Fact>
          <Fact name={words.numbers.list.revision}>
            {row.revision > 0 ? formatNumber(row.revision) : words.numbers.list.noMoment}
          </Fact>
          <Fact name={words.numbers.list.when}>
            <WhenCell row={{ ...row, attempts: row.attempts.length }} />
          </Fact>
          <Fact name={words.numbers.list.outcome}>
            <OutcomeCell row={row} />
          </Fact>
        </dl>
      </section>
      <Happened {...which} events={historyEventsOf(row)} />
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <dd>{children}</dd>
    </div>
  )
}

function RunningMonth({ note, ...which }: Which & { note?: ReactNode }) {
  const reports = useCompanyReports(which.companyId)
  if (reports.error && !reports.data) {
    return <ProblemNotice error={reports.error} retry={() => void reports.refetch()} />
  }
  if (!reports.data) return <Loading />
  const revisions = reports.data.data.filter(({ period }) => period === which.period)
  return (
    <>
      {note}
      <Happened {...which} events={historyEventsOf({ connectionId: '', revisions, attempts: [] })} />
    </>
  )
}

function Happened({ monthName, events }: { monthName: string; events: HistoryEvent[] }) {
  return (
    <section aria-label={says.history(monthName)}>
      <Title order={3} size="h4" mb="xs">
        {says.history(monthName)}
      </Title>
      {events.length === 0 ? <Text>{says.empty}</Text> : <CompanyHistory events={events} />}
    </section>
  )
}
