import { Anchor, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { FailureGroup } from '../api/shapes.ts'
import { formatNumber } from '../format/numbers.ts'
import { Moment } from '../layout/moment.tsx'
import listStyles from '../lists/list.module.css'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { writeView } from '../lists/use-view.ts'
import { countOf, OUTCOMES, troubleOf } from '../outcomes/outcome.ts'
import { OutcomeBadge } from '../outcomes/outcome-badge.tsx'
import { CauseWords } from '../pushes/cause-words.tsx'
import { ChangeButton } from '../session/change-button.tsx'
import { words } from '../words/words.ts'

const says = words.failures
const COLUMNS = [
  { label: says.cause },
  { label: says.count, isNumber: true },
  { label: says.stand, isWide: true },
  { label: says.partners, isNumber: true },
  { label: says.seen, isWide: true },
  { label: says.example, isWide: true },
  { label: says.retryColumn },
] as const

/** What may be sent again. */
const RETRIED = ['failed', 'refused', 'unmapped'] as const

/** The groups of a run's failures, those with the most in trouble first, each with its retry. */
export function FailureGroups(input: {
  groups: readonly FailureGroup[]
  runId: string
  onRetry: (causeId: string) => void
}) {
  const { groups, runId, onRetry } = input
  const [cause, count, stand, partners, seen, example, retry] = COLUMNS
  return (
    <ListTable label={says.listTitle} columns={COLUMNS}>
      {groups.toSorted(worstFirst).map((group) => {
        const retried = countOf(group.outcomes, RETRIED)
        const name = `${words.reason[group.reason] ?? group.reason} ${group.message}`
        return (
          <ListRow key={group.causeId}>
            <ListCell column={cause}>
              <CauseWords cause={group} />
              <Text c="dimmed" size="xs">
                {says.whatToDo[group.reason]}
              </Text>
            </ListCell>
            <ListCell column={count}>
              <Anchor
                component={Link}
                size="sm"
                fw={600}
                href={`/runs/${runId}${writeView({ by: 'company', cause: group.causeId })}`}
                aria-label={says.seeGroup(formatNumber(group.count), name)}
              >
                {formatNumber(group.count)}
              </Anchor>
            </ListCell>
            <ListCell column={stand}>
              {OUTCOMES.filter((outcome) => (group.outcomes[outcome] ?? 0) > 0).map((outcome) => (
                <span key={outcome} className={listStyles['nowrap']}>
                  {formatNumber(group.outcomes[outcome] ?? 0)} <OutcomeBadge outcome={outcome} />
                </span>
              ))}
            </ListCell>
            <ListCell column={partners}>{formatNumber(group.partners)}</ListCell>
            <ListCell column={seen}>
              <span className={listStyles['nowrap']}>
                {says.first} <Moment iso={group.firstAt} />
              </span>
              <span className={listStyles['nowrap']}>
                {says.last} <Moment iso={group.lastAt} />
              </span>
            </ListCell>
            <ListCell column={example}>
              <Anchor component={Link} href={`/pushes/${group.example.pushId}`} size="sm">
                {group.example.companyName}
              </Anchor>
              <Text c="dimmed" size="xs">
                {group.example.partnerName}
              </Text>
            </ListCell>
            <ListCell column={retry}>
              {retried === 0 ? (
                <Text c="dimmed">{says.nothingToRetry}</Text>
              ) : (
                <ChangeButton
                  variant="default"
                  leftSection={<IconRefresh size={14} />}
                  aria-label={says.retryGroup(formatNumber(retried), name)}
                  onClick={() => onRetry(group.causeId)}
                >
                  {says.retry(formatNumber(retried))}
                </ChangeButton>
              )}
            </ListCell>
          </ListRow>
        )
      })}
    </ListTable>
  )
}

function worstFirst(a: FailureGroup, b: FailureGroup): number {
  return troubleOf(b.outcomes) - troubleOf(a.outcomes) || b.count - a.count
}
