import { IconPlayerPause, IconShieldX } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { Pause } from '../api/shapes.ts'
import { Moment } from '../layout/moment.tsx'
import { isOfPartner, isOwnDoing, pauseTitle, pauseWords } from '../levers/pause-words.ts'
import { useOverview } from '../live/use-overview.ts'
import { words } from '../words/words.ts'
import styles from './banner.module.css'

const MOST_PARTNERS = 2

/** What is stopped, by whom and why; on every page, as long as it is. */
export function PauseBanner() {
  const pauses = useOverview().data?.pauses ?? []
  const ofPartners = pauses.filter(isOfPartner)
  const shown = [...pauses.filter((pause) => !isOfPartner(pause)), ...ofPartners.slice(0, MOST_PARTNERS)]
  const rest = pauses.length - shown.length
  if (shown.length === 0) return null
  return (
    <section aria-label={words.levers.stopsLabel}>
      {shown.map((pause) => (
        <PauseLine key={pause.id} pause={pause} />
      ))}
      {rest > 0 && (
        <div className={styles['banner']} data-tone="pause">
          <p>
            <Link href="/levers">{words.levers.moreStops(rest)}</Link>
          </p>
        </div>
      )}
    </section>
  )
}

function PauseLine({ pause }: { pause: Pause }) {
  const isOwn = isOwnDoing(pause)
  return (
    <div className={styles['banner']} data-tone={isOwn ? 'alarm' : 'pause'}>
      {isOwn ? <IconShieldX size={18} aria-hidden /> : <IconPlayerPause size={18} aria-hidden />}
      <p>
        <strong>{pauseTitle(pause)}</strong> {pauseWords(pause)} <Moment iso={pause.pausedAt} />.{' '}
        <Link href="/levers">{words.levers.toLevers}</Link>
      </p>
    </div>
  )
}
