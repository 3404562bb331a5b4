import { Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle } from '@tabler/icons-react'
import type { Health } from '../api/shapes.ts'
import { Moment } from '../layout/moment.tsx'
import { Panel } from '../layout/panel.tsx'
import { StateBadge } from '../layout/state-badge.tsx'
import { words } from '../words/words.ts'
import styles from './overview.module.css'

const ICONS = { ok: IconCircleCheck, trouble: IconAlertTriangle, unknown: IconHelpCircle }

/** Whether every part does its work, in words where it does not. */
export function HealthPanel({ health }: { health: readonly Health[] }) {
  const says = words.overview.health
  const troubled = health.filter(({ state }) => state === 'trouble').length
  return (
    <Panel
      title={says.title}
      action={
        <StateBadge tone={troubled > 0 ? 'bad' : 'good'}>
          {troubled > 0 ? says.troubled(troubled) : says.allWell}
        </StateBadge>
      }
    >
      <ul className={styles['parts']}>
        {health.map((part) => {
          const Icon = ICONS[part.state]
          return (
            <li key={part.part} data-state={part.state}>
              <Icon size={15} role="img" aria-label={says.state[part.state]} />
              <span>{says.part[part.part] ?? part.part}</span>
              <Text component="span" {...(part.state === 'trouble' ? {} : { c: 'dimmed' })}>
                {part.words}
                {part.since !== null && part.state !== 'ok' && (
                  <>
                    <br />
                    {says.since} <Moment iso={part.since} />
                  </>
                )}
              </Text>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
