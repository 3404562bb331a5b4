import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { CurrentRun, TroubledPartner } from '../api/shapes.ts'
import { heading } from '../format/heading.ts'
import { formatNumber } from '../format/numbers.ts'
import { Panel } from '../layout/panel.tsx'
import { EmptyNote } from '../lists/empty-note.tsx'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { writeView } from '../lists/use-view.ts'
import { words } from '../words/words.ts'

const says = words.overview.trouble
const COLUMNS = [
  { label: words.lists.partner },
  { label: heading(words.outcome.failed), isNumber: true },
  { label: heading(words.outcome.refused), isNumber: true },
  { label: heading(words.outcomeGroup.open), isNumber: true },
  { label: says.waitsFor },
] as const

const MOST_SHOWN = 8

/** The partners whose pushes need somebody, the most first. */
export function TroublePanel(input: {
  partners: readonly TroubledPartner[]
  /** How many there are in all. */
  troubled: number
  run: CurrentRun | null
}) {
  const { partners, troubled, run } = input
  return (
    <Panel
      title={says.title}
      action={
        partners.length > 0 && (
          <Anchor component={Link} href="/failures" size="sm">
            {says.byCause}
          </Anchor>
        )
      }
    >
      {partners.length === 0 ? (
        <EmptyNote>{says.none}</EmptyNote>
      ) : (
        <ListTable label={says.title} columns={COLUMNS}>
          {partners.slice(0, MOST_SHOWN).map((row) => (
            <TroubledLine key={row.partnerId} row={row} runId={run?.id} />
          ))}
        </ListTable>
      )}
      {troubled > MOST_SHOWN && run && (
        <Text c="dimmed" mt="xs">
          <Anchor component={Link} href={`/runs/${run.id}`} size="sm">
            {says.more(formatNumber(troubled - MOST_SHOWN))}
          </Anchor>
        </Text>
      )}
    </Panel>
  )
}

function TroubledLine({ row, runId }: { row: TroubledPartner; runId: string | undefined }) {
  const [partner, failed, refused, open, waitsFor] = COLUMNS
  const href =
    runId === undefined ? '/failures' : `/runs/${runId}${writeView({ by: 'company', partnerId: row.partnerId })}`
  return (
    <ListRow>
      <ListCell column={partner}>
        <Anchor component={Link} size="sm" href={href}>
          {row.name}
        </Anchor>
        <Text c="dimmed" size="xs">
          {row.partnerId}
        </Text>
      </ListCell>
      <ListCell column={failed}>{formatNumber(row.failed)}</ListCell>
      <ListCell column={refused}>{formatNumber(row.refused)}</ListCell>
      <ListCell column={open}>{formatNumber(row.open)}</ListCell>
      <ListCell column={waitsFor}>
        {row.heldBy !== null && words.heldBy[row.heldBy]}
        {row.heldBy === null && row.connection === 'needs_key' && words.heldBy.needs_key}
        {row.accountsFailed > 0 && <span>{says.accountsFailed(row.accountsFailed)}</span>}
        {row.heldBy === null && row.connection !== 'needs_key' && row.accountsFailed === 0 && words.lists.nothing}
      </ListCell>
    </ListRow>
  )
}
