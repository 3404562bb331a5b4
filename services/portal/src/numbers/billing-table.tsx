import { Table } from '@mantine/core'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import { ListCell, ListTable } from './list-table.tsx'
import type { ListView, Sort } from './list-view.ts'
import type { Row } from './outcome.ts'
import { CompanyCell, CountCell, OutcomeCell, WhenCell } from './row-cells.tsx'

const says = words.numbers.list
const COLUMNS = {
  company: { label: says.company, sort: 'company' },
  users: { label: says.users, sort: 'unitCount', isNumber: true },
  revision: { label: says.revision, isNumber: true },
  outcome: { label: says.outcome, sort: 'outcome' },
  when: { label: says.when, sort: 'settledAt' },
} as const

/** A month's lines, company by company. */
export function BillingTable(input: {
  label: string
  rows: readonly Row[]
  view: ListView
  isBusy: boolean
  onSort: (sort: Sort) => void
  hrefOf: (companyId: string) => string
}) {
  return (
    <ListTable
      label={input.label}
      columns={Object.values(COLUMNS)}
      view={input.view}
      onSort={input.onSort}
      isBusy={input.isBusy}
    >
      {input.rows.map((row) => (
        <Table.Tr role="row" key={row.companyId}>
          <ListCell column={COLUMNS.company}>
            <CompanyCell company={row} href={input.hrefOf(row.companyId)} />
          </ListCell>
          <ListCell column={COLUMNS.users}>
            <CountCell count={row.unitCount} before={row.corrected?.from} />
          </ListCell>
          <ListCell column={COLUMNS.revision}>{row.revision > 0 ? formatNumber(row.revision) : says.noMoment}</ListCell>
          <ListCell column={COLUMNS.outcome}>
            <OutcomeCell row={row} />
          </ListCell>
          <ListCell column={COLUMNS.when}>
            <WhenCell row={row} />
          </ListCell>
        </Table.Tr>
      ))}
    </ListTable>
  )
}
