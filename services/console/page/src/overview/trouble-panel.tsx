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

/** The partners whose pushes need somebody, the most first. */
export function TroublePanel({ partners, run }: { partners: readonly TroubledPartner[]; run: CurrentRun | null }) {
  const says = words.overview.trouble
  const columns = [
    { label: words.lists.partner },
    { label: heading(words.outcome.failed), isNumber: true },
    { label: heading(words.outcome.refused), isNumber: true },
    { label: says.waitsFor },
  ] as const
  const [partner, failed, refused, waitsFor] = columns
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
        <ListTable label={says.title} columns={columns}>
          {partners.map((row) => (
            <ListRow key={row.partnerId}>
              <ListCell column={partner}>
                <Anchor
                  component={Link}
                  size="sm"
                  href={
                    run
                      ? `/runs/${run.id}${writeView({ by: 'company', partnerId: row.partnerId })}`
                      : `/story${writeView({ text: row.partnerId })}`
                  }
                >
                  {row.name}
                </Anchor>
                <Text c="dimmed" size="xs">
                  {row.partnerId}
                </Text>
              </ListCell>
              <ListCell column={failed}>{formatNumber(row.failed)}</ListCell>
              <ListCell column={refused}>{formatNumber(row.refused)}</ListCell>
              <ListCell column={waitsFor}>
                {row.waitingReason === null
                  ? words.lists.nothing
                  : (words.waitingReason[row.waitingReason] ?? row.waitingReason)}
              </ListCell>
            </ListRow>
          ))}
        </ListTable>
      )}
    </Panel>
  )
}
