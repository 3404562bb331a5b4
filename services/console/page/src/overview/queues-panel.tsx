import { Anchor, Text } from '@mantine/core'
import type { Overview } from '../api/shapes.ts'
import { formatDuration } from '../format/durations.ts'
import { formatNumber } from '../format/numbers.ts'
import { Panel } from '../layout/panel.tsx'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { words } from '../words/words.ts'

const MS = 1_000

/** How much lies in each queue, and how old the oldest work is that is due by what Postgres says. */
export function QueuesPanel({ queues, oldestDue }: Pick<Overview, 'queues' | 'oldestDue'>) {
  const says = words.overview.queues
  const columns = [
    { label: says.queue },
    { label: says.waiting, isNumber: true },
    { label: says.active, isNumber: true },
    { label: says.delayed, isNumber: true },
    { label: says.failed, isNumber: true },
  ] as const
  const [queue, ...counts] = columns
  const names = ['waiting', 'active', 'delayed', 'failed'] as const
  const ages = [
    [says.pushes, oldestDue.pushSeconds],
    [says.syncs, oldestDue.syncSeconds],
    [says.mails, oldestDue.mailSeconds],
  ] as const
  return (
    <Panel
      title={says.title}
      action={
        <Anchor href="/board" size="sm">
          {words.layout.board}
        </Anchor>
      }
    >
      <ListTable label={says.title} columns={columns} isNarrow>
        {queues.map((row) => (
          <ListRow key={row.name}>
            <ListCell column={queue}>
              <Anchor href={`/board/queue/${encodeURIComponent(row.name)}`} size="sm">
                {row.name}
              </Anchor>
            </ListCell>
            {counts.map((column, index) => (
              <ListCell key={column.label} column={column}>
                {formatNumber(row[names[index] ?? 'waiting'])}
              </ListCell>
            ))}
          </ListRow>
        ))}
      </ListTable>
      <Text c="dimmed" mt="xs">
        {says.oldest}{' '}
        {ages
          .map(([what, seconds]) => `${what} ${seconds === null ? says.nothingDue : formatDuration(seconds * MS)}`)
          .join(' · ')}
      </Text>
    </Panel>
  )
}
