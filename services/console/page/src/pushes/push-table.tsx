import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { PushRow } from '../api/shapes.ts'
import { formatNumber } from '../format/numbers.ts'
import { Moment } from '../layout/moment.tsx'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { OutcomeBadge } from '../outcomes/outcome-badge.tsx'
import { words } from '../words/words.ts'
import { PushCause } from './push-cause.tsx'

const says = words.pushes
const COLUMNS = [
  { label: words.lists.company },
  { label: words.lists.partner, isWide: true },
  { label: words.lists.outcome },
  { label: says.cause, isWide: true },
  { label: says.count, isNumber: true },
  { label: says.revision, isNumber: true },
  { label: says.attempts, isNumber: true },
  { label: says.settledAt },
] as const

/** A list of pushes, each with the way to its own page. */
export function PushTable(input: { label: string; rows: readonly PushRow[]; isBusy: boolean }) {
  const [company, partner, outcome, cause, count, revision, attempts, settledAt] = COLUMNS
  return (
    <ListTable label={input.label} columns={COLUMNS} isBusy={input.isBusy}>
      {input.rows.map((row) => (
        <ListRow key={row.pushId}>
          <ListCell column={company}>
            <Anchor component={Link} href={`/pushes/${row.pushId}`} size="sm">
              {row.companyName}
            </Anchor>
            <Text c="dimmed" size="xs">
              {row.companyId}
            </Text>
          </ListCell>
          <ListCell column={partner}>
            {row.partnerName}
            <Text c="dimmed" size="xs">
              {row.partnerId}
            </Text>
          </ListCell>
          <ListCell column={outcome}>
            <OutcomeBadge outcome={row.outcome} />
          </ListCell>
          <ListCell column={cause}>
            <PushCause push={row} />
          </ListCell>
          <ListCell column={count}>
            {row.unitCount === null ? words.lists.nothing : formatNumber(row.unitCount)}
          </ListCell>
          <ListCell column={revision}>{formatNumber(row.revision)}</ListCell>
          <ListCell column={attempts}>{formatNumber(row.attempts)}</ListCell>
          <ListCell column={settledAt}>
            {row.settledAt === null ? words.lists.nothing : <Moment iso={row.settledAt} />}
          </ListCell>
        </ListRow>
      ))}
    </ListTable>
  )
}
