import { Badge, Table, Text } from '@mantine/core'
import { IconArchive, IconCircleDashed, IconSend } from '@tabler/icons-react'
import type { Shape } from '../api/client.ts'
import { formatMoment } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import { ListCell, ListTable } from './list-table.tsx'
import type { ListView, Sort } from './list-view.ts'
import { CompanyCell, CountCell } from './row-cells.tsx'

type PreviewRow = Shape<'BillingPreviewRow'>

const says = words.numbers.list
const COLUMNS = {
  company: { label: says.company, sort: 'company' },
  users: { label: says.users, sort: 'unitCount', isNumber: true },
  revision: { label: says.revision, isNumber: true },
  willBeSent: { label: says.willBeSent },
  reported: { label: says.reported },
} as const
const LOOKS = {
  usage: { color: 'blue', Icon: IconSend },
  final_zero: { color: 'gray', Icon: IconArchive },
  no_usage: { color: 'gray', Icon: IconCircleDashed },
}

/** What would be sent for each company if the running month ended now. */
export function PreviewTable(input: {
  label: string
  rows: readonly PreviewRow[]
  view: Pick<ListView, 'sort' | 'order'>
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
            <CountCell count={row.unitCount} />
          </ListCell>
          <ListCell column={COLUMNS.revision}>{row.revision > 0 ? formatNumber(row.revision) : says.noMoment}</ListCell>
          <ListCell column={COLUMNS.willBeSent}>
            <WillBeSent row={row} />
          </ListCell>
          <ListCell column={COLUMNS.reported}>
            {row.reportedAt === null ? (
              says.noMoment
            ) : (
              <time dateTime={row.reportedAt}>{formatMoment(row.reportedAt)}</time>
            )}
          </ListCell>
        </Table.Tr>
      ))}
    </ListTable>
  )
}

function WillBeSent({ row: { willBeSent, account } }: { row: PreviewRow }) {
  const { color, Icon } = LOOKS[willBeSent]
  const note = words.numbers.willBeSentNote[willBeSent]
  return (
    <>
      <Badge
        component="span"
        variant="light"
        size="lg"
        radius="sm"
        tt="none"
        fw={600}
        color={color}
        leftSection={<Icon size={14} />}
      >
        {words.numbers.willBeSent[willBeSent]}
      </Badge>
      {note !== null && (
        <Text span size="sm" c="dimmed">
          {note}
        </Text>
      )}
      {(account.state === 'failed' || account.state === 'gone') && (
        <Text span size="sm">
          {words.numbers.account[account.state]}
          {account.reason !== null && `: ${account.reason}`}
        </Text>
      )}
    </>
  )
}
