import { Text } from '@mantine/core'
import type { Attempt } from '../api/shapes.ts'
import { formatLatency } from '../format/durations.ts'
import { formatNumber } from '../format/numbers.ts'
import { Moment } from '../layout/moment.tsx'
import { Panel } from '../layout/panel.tsx'
import { EmptyNote } from '../lists/empty-note.tsx'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { words } from '../words/words.ts'
import { CauseWords } from './cause-words.tsx'

const says = words.pushes
const COLUMNS = [
  { label: says.startedAt },
  { label: says.worker, isWide: true },
  { label: says.sent },
  { label: says.status, isNumber: true },
  { label: says.latency, isNumber: true },
  { label: says.cameBack, isWide: true },
] as const

/** Every call that was made for a push: when, by which worker, what was sent, what came back. Never a key. */
export function AttemptsPanel({ attempts }: { attempts: readonly Attempt[] }) {
  const [startedAt, worker, sent, status, latency, cameBack] = COLUMNS
  return (
    <Panel title={says.attemptsTitle} about={says.attemptsAbout}>
      {attempts.length === 0 ? (
        <EmptyNote>{says.noAttempts}</EmptyNote>
      ) : (
        <ListTable label={says.attemptsTitle} columns={COLUMNS}>
          {attempts.map((attempt) => (
            <ListRow key={attempt.id}>
              <ListCell column={startedAt}>
                <Moment iso={attempt.startedAt} seconds />
              </ListCell>
              <ListCell column={worker}>
                <Text ff="monospace" size="xs">
                  {attempt.worker}
                </Text>
              </ListCell>
              <ListCell column={sent}>
                {attempt.unitCount === null
                  ? words.lists.nothing
                  : says.sentCount(formatNumber(attempt.unitCount), attempt.revision ?? 0)}
                {attempt.noBuild === false && (
                  <Text c="dimmed" size="xs">
                    {says.lastCall}
                  </Text>
                )}
              </ListCell>
              <ListCell column={status}>{attempt.httpStatus ?? says.noAnswer}</ListCell>
              <ListCell column={latency}>{formatLatency(attempt.latencyMs)}</ListCell>
              <ListCell column={cameBack}>
                {attempt.reason === null ? (
                  says.taken
                ) : (
                  <CauseWords cause={{ reason: attempt.reason, message: attempt.message ?? '' }} />
                )}
              </ListCell>
            </ListRow>
          ))}
        </ListTable>
      )}
    </Panel>
  )
}
