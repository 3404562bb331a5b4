import { lazy, Suspense } from 'react'
import { Answered } from '../layout/answered.tsx'
import { Loading } from '../layout/loading.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { Panel } from '../layout/panel.tsx'
import { useOverview } from '../live/use-overview.ts'
import { words } from '../words/words.ts'
import { ConnectionsPanel } from './connections-panel.tsx'
import { HealthPanel } from './health-panel.tsx'
import styles from './overview.module.css'
import { QueuesPanel } from './queues-panel.tsx'
import { RetriesPanel } from './retries-panel.tsx'
import { RunPanel } from './run-panel.tsx'
import { TroublePanel } from './trouble-panel.tsx'

const MonthsChart = lazy(() => import('./months-chart.tsx').then((chart) => ({ default: chart.MonthsChart })))

/** Everything at a glance: is the month complete, and does every part do its work. */
export function OverviewPage() {
  const overview = useOverview()
  return (
    <>
      <PageHead title={words.overview.title} about={words.overview.about} />
      <Answered query={overview}>
        {({ run, pauses, troubled, troubledPartners, months, connections, queues, oldestDue, health, retries }) => (
          <div className={styles['grid']}>
            <div className={styles['whole']}>
              <RunPanel run={run} pauses={pauses} />
            </div>
            <div className={styles['wide']}>
              <RetriesPanel retries={retries} />
              <TroublePanel partners={troubledPartners} troubled={troubled} run={run} />
              <Panel title={words.overview.months.title} about={words.overview.months.about}>
                <Suspense fallback={<Loading />}>
                  <MonthsChart months={months} />
                </Suspense>
              </Panel>
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
