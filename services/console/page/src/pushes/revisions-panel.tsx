import type { Push } from '../api/shapes.ts'
import { formatNumber } from '../format/numbers.ts'
import { Moment } from '../layout/moment.tsx'
import { Panel } from '../layout/panel.tsx'
import { EmptyNote } from '../lists/empty-note.tsx'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { words } from '../words/words.ts'

const says = words.pushes
const COLUMNS = [
  { label: says.reportedAt },
  { label: says.reportedBy, isWide: true },
  { label: says.revision, isNumber: true },
  { label: words.lists.billableUsers, isNumber: true },
  { label: says.replacedAt },
] as const

/** Every number that was reported for the company and the month, the old ones too. */
export function RevisionsPanel({ revisions }: { revisions: Push['revisions'] }) {
  const [reportedAt, reportedBy, revision, users, replacedAt] = COLUMNS
  return (
    <Panel title={says.revisionsTitle}>
      {revisions.length === 0 ? (
        <EmptyNote>{says.noRevisions}</EmptyNote>
      ) : (
        <ListTable label={says.revisionsTitle} columns={COLUMNS}>
          {revisions.map((row) => (
            <ListRow key={row.revision}>
              <ListCell column={reportedAt}>
                <Moment iso={row.reportedAt} seconds />
              </ListCell>
              <ListCell column={reportedBy}>
                {row.reportedBy === null ? words.lists.nothing : says.callWords(row.reportedBy)}
              </ListCell>
              <ListCell column={revision}>{formatNumber(row.revision)}</ListCell>
              <ListCell column={users}>{formatNumber(row.billableUsers)}</ListCell>
              <ListCell column={replacedAt}>
                {row.replacedAt === null ? says.stillStands : <Moment iso={row.replacedAt} seconds />}
              </ListCell>
            </ListRow>
          ))}
        </ListTable>
      )}
    </Panel>
  )
}
