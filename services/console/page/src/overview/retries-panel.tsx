import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import type { Retry } from '../api/shapes.ts'
import { Panel } from '../layout/panel.tsx'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { RetryProgress } from '../retries/retry-progress.tsx'
import { ScopeName } from '../retries/scope-name.tsx'
import { words } from '../words/words.ts'

const says = words.retries
const WHAT = { label: says.what }
const PROGRESS = { label: says.progressLabel, isWide: true }
const BY = { label: says.askedBy }

/** The retries that are under way; nothing where there is none. */
export function RetriesPanel({ retries }: { retries: readonly Retry[] }) {
  const open = retries.filter(({ finishedAt }) => finishedAt === null)
  if (open.length === 0) return null
  return (
    <Panel title={says.underWayTitle}>
      <ListTable label={says.underWayTitle} columns={[WHAT, PROGRESS, BY]}>
        {open.map((retry) => (
          <ListRow key={retry.id}>
            <ListCell column={WHAT}>
              <Anchor component={Link} href={`/retries/${retry.id}`} size="sm">
                <ScopeName scope={retry.scope} />
              </Anchor>
            </ListCell>
            <ListCell column={PROGRESS}>
              <RetryProgress retry={retry} />
            </ListCell>
            <ListCell column={BY}>{retry.askedBy}</ListCell>
          </ListRow>
        ))}
      </ListTable>
    </Panel>
  )
}
