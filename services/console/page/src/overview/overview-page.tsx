import { Answered } from '../layout/answered.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { useOverview } from '../live/use-overview.ts'
import { words } from '../words/words.ts'
import { ConnectionsPanel } from './connections-panel.tsx'
import { HealthPanel } from './health-panel.tsx'
import { MonthsPanel } from './months-panel.tsx'
import styles from './overview.module.css'
import { QueuesPanel } from './queues-panel.tsx'
import { RetriesPanel } from './retries-panel.tsx'
import { RunPanel } from './run-panel.tsx'
import { TroublePanel } from './trouble-panel.tsx'

/** Everything at a glance: is the month complete, and does every part do its work. */
export function OverviewPage() {
  const overview = useOverview()
  return (
    <>
      <PageHead title={words.overview.title} about={words.overview.about} />
      <Answered query={overview}>
        {({
          run,
          pauses,
          troubled,
          troubledPartners,
          months,
          earlierMonthsCountedAt,
          connections,
          queues,
          oldestDue,
          health,
          retries,
        }) => (
          <div className={styles['grid']}>
            <div className={styles['whole']}>
              <RunPanel run={run} pauses={pauses} health={health} />
            </div>
            <div className={styles['wide']}>
              <RetriesPanel retries={retries} />
              <TroublePanel partners={troubledPartners} troubled={troubled} run={run} />
              <MonthsPanel months={months} earlierMonthsCountedAt={earlierMonthsCountedAt} />
            </div>
            <div className={styles['narrow']}>
              <HealthPanel health={health} />
              <QueuesPanel queues={queues} oldestDue={oldestDue} />
              <ConnectionsPanel connections={connections} />
            </div>
          </div>
        )}
      </Answered>
    </>
  )
}
