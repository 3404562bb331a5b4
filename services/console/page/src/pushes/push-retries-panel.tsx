import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import type { Push } from '../api/shapes.ts'
import { Moment } from '../layout/moment.tsx'
import { Panel } from '../layout/panel.tsx'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { isOutcome } from '../outcomes/outcome.ts'
import { words } from '../words/words.ts'

const says = words.pushes
const WHEN = { label: words.retries.askedAt }
const BY = { label: words.retries.askedBy }
const WHY = { label: words.reasonField.label, isWide: true }
const RESULT = { label: words.retries.resultTitle, isWide: true }

/** The retries that a push was in; nothing where there is none. */
export function PushRetriesPanel({ retries }: Pick<Push, 'retries'>) {
  if (retries.length === 0) return null
  return (
    <Panel title={says.retriesTitle}>
      <ListTable label={says.retriesTitle} columns={[WHEN, BY, WHY, RESULT]}>
        {retries.map((retry) => (
          <ListRow key={retry.retryId}>
            <ListCell column={WHEN}>
              <Anchor component={Link} href={`/retries/${retry.retryId}`} size="sm">
                <Moment iso={retry.askedAt} seconds />
              </Anchor>
            </ListCell>
            <ListCell column={BY}>{retry.askedBy}</ListCell>
            <ListCell column={WHY}>{retry.reason}</ListCell>
            <ListCell column={RESULT}>{resultOf(retry)}</ListCell>
          </ListRow>
        ))}
      </ListTable>
    </Panel>
  )
}

function resultOf({ state, why, outcome }: Push['retries'][number]): string {
  if (why !== null) return words.retries.why[why] ?? why
  if (isOutcome(outcome)) return words.outcome[outcome]
  return words.story.retryState[state] ?? state
}
