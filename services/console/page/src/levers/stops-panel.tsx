import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Pause } from '../api/shapes.ts'
import { Moment } from '../layout/moment.tsx'
import type { Done } from '../layout/news.tsx'
import { Panel } from '../layout/panel.tsx'
import { StateBadge } from '../layout/state-badge.tsx'
import { words } from '../words/words.ts'
import styles from './levers.module.css'
import { PauseButton } from './pause-button.tsx'
import { isOfPartner, isOwnDoing, pauseTitle, pauseWords } from './pause-words.ts'
import { ResumeButton } from './resume-button.tsx'

const SCOPES = ['all', 'billing', 'accounts'] as const

/** What can be stopped, and whether it is. */
export function StopsPanel({ pauses, onNews }: { pauses: readonly Pause[]; onNews: (done: Done) => void }) {
  const says = words.levers
  return (
    <Panel title={says.sendingTitle} about={says.sendingAbout}>
      <ul className={styles['levers']}>
        {SCOPES.map((scope) => (
          <Lever
            key={scope}
            title={says.scope[scope].title}
            about={says.scope[scope].about}
            stops={pauses.filter((pause) => pause.scope === scope)}
            pause={
              pauses.some((pause) => pause.scope === scope && pause.reason === 'operator') ? null : (
                <PauseButton scope={scope} onNews={onNews} />
              )
            }
            onNews={onNews}
          />
        ))}
        <Lever
          title={says.scope.partner.title}
          about={says.scope.partner.about}
          stops={pauses.filter(isOfPartner)}
          pause={<PauseButton scope="partner" onNews={onNews} />}
          onNews={onNews}
        />
      </ul>
    </Panel>
  )
}

function Lever(input: {
  title: string
  about: string
  stops: readonly Pause[]
  pause: ReactNode
  onNews: (done: Done) => void
}) {
  const says = words.levers
  return (
    <li>
      <div className={styles['lever']}>
        <div>
          <Text fw={600}>{input.title}</Text>
          <Text c="dimmed">{input.about}</Text>
        </div>
        <StateBadge tone={input.stops.length > 0 ? 'bad' : 'good'}>
          {input.stops.length > 0 ? says.isStopped : says.goesOn}
        </StateBadge>
        {input.pause}
      </div>
      {input.stops.length > 0 && (
        <ul className={styles['stops']}>
          {input.stops.map((pause) => (
            <li key={pause.id}>
              <Text>
                {isOfPartner(pause) && `${pauseTitle(pause)} `}
                {pauseWords(pause)} <Moment iso={pause.pausedAt} />
              </Text>
              {!isOwnDoing(pause) && <ResumeButton pause={pause} onNews={input.onNews} />}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
