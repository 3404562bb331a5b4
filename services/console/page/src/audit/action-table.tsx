import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { Action } from '../api/shapes.ts'
import { Moment } from '../layout/moment.tsx'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { words } from '../words/words.ts'
import styles from './audit.module.css'
import { rowLinks } from './row-links.ts'

const says = words.audit
const COLUMNS = [
  { label: says.when },
  { label: says.who, isWide: true },
  { label: says.what, isWide: true },
  { label: says.why, isWide: true },
  { label: says.onRows, isWide: true },
  { label: says.change },
] as const

/** Recorded actions, the newest first. */
export function ActionTable({ actions, isBusy }: { actions: readonly Action[]; isBusy: boolean }) {
  const [when, who, what, why, onRows, change] = COLUMNS
  return (
    <ListTable label={says.listTitle} columns={COLUMNS} isBusy={isBusy}>
      {actions.map((action) => (
        <ListRow key={action.id}>
          <ListCell column={when}>
            <Moment iso={action.at} seconds />
          </ListCell>
          <ListCell column={who}>
            {action.operator}
            <Text c="dimmed" size="xs">
              {says.via[action.via]}
              {action.address !== null && `, ${action.address}`}
            </Text>
          </ListCell>
          <ListCell column={what}>
            {says.actionOf[action.action] ?? action.action}
            <Text c="dimmed" size="xs" ff="monospace">
              {action.action}
            </Text>
          </ListCell>
          <ListCell column={why}>{action.reason ?? words.lists.nothing}</ListCell>
          <ListCell column={onRows}>
            {rowLinks(action.onRows).map(({ name, text, href }) => (
              <span key={name}>
                {says.rowOf[name] ?? name}{' '}
                {href === undefined ? (
                  text
                ) : (
                  <Anchor component={Link} href={href} size="sm" underline="always">
                    {text}
                  </Anchor>
                )}
              </span>
            ))}
          </ListCell>
          <ListCell column={change}>
            <Change before={action.before} after={action.after} />
          </ListCell>
        </ListRow>
      ))}
    </ListTable>
  )
}

function Change({ before, after }: Pick<Action, 'before' | 'after'>) {
  const has = (value: unknown) => value !== null && value !== undefined
  if (!has(before) && !has(after)) return words.lists.nothing
  return (
    <details className={styles['change']}>
      <summary>{says.show}</summary>
      <dl>
        {has(before) && (
          <>
            <dt>{says.before}</dt>
            <dd>{JSON.stringify(before, null, 1)}</dd>
          </>
        )}
        {has(after) && (
          <>
            <dt>{says.after}</dt>
            <dd>{JSON.stringify(after, null, 1)}</dd>
          </>
        )}
      </dl>
    </details>
  )
}
