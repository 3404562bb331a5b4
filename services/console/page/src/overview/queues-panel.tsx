import { Anchor, Text } from '@mantine/core'
import type { Overview } from '../api/shapes.ts'
import { useNow } from '../clock.ts'
import { formatDuration } from '../format/durations.ts'
import { formatNumber } from '../format/numbers.ts'
import { Facts } from '../layout/facts.tsx'
import { Panel } from '../layout/panel.tsx'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { words } from '../words/words.ts'

const says = words.overview.queues
const QUEUE = { label: says.queue }
const COUNTS = [
  { name: 'waiting', column: { label: says.waiting, isNumber: true } },
  { name: 'active', column: { label: says.active, isNumber: true } },
  { name: 'delayed', column: { label: says.delayed, isNumber: true } },
  { name: 'failed', column: { label: says.failed, isNumber: true } },
] as const

/** How much lies in each queue, and how old the oldest work is that is due by what Postgres says. */
export function QueuesPanel({ queues, oldestDue }: Pick<Overview, 'queues' | 'oldestDue'>) {
  const now = useNow(1_000)
  const age = (at: string | null) => (at === null ? says.nothingDue : formatDuration(now.getTime() - Date.parse(at)))
  return (
    <Panel
      title={says.title}
      action={
        <Anchor href="/board" size="sm">
          {words.layout.board}
        </Anchor>
      }
    >
      {queues === null ? (
        <Text c="dimmed">{says.away}</Text>
      ) : (
        <ListTable label={says.title} columns={[QUEUE, ...COUNTS.map(({ column }) => column)]} isNarrow>
          {queues.map((row) => (
            <ListRow key={row.name}>
              <ListCell column={QUEUE}>
                <Anchor href={`/board/queue/${encodeURIComponent(row.name)}`} size="sm">
                  {row.name}
                </Anchor>
                {row.name === 'batches' && (
                  <Text c="dimmed" size="xs">
                    {says.batches}
                  </Text>
                )}
                {row.paused && (
                  <Text c="red" size="xs">
                    {says.paused}
                  </Text>
                )}
              </ListCell>
              {COUNTS.map(({ name, column }) => (
                <ListCell key={name} column={column}>
                  {formatNumber(row[name])}
                </ListCell>
              ))}
            </ListRow>
          ))}
        </ListTable>
      )}
      <Text c="dimmed" size="xs" mt="xs" mb={4}>
        {says.oldest}
      </Text>
      <Facts
        facts={{
          [says.pushes]: age(oldestDue.pushAt),
          [says.syncs]: age(oldestDue.syncAt),
          [says.mails]: age(oldestDue.mailAt),
        }}
      />
    </Panel>
  )
}
