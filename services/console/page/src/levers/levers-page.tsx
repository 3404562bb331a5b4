import { Stack } from '@mantine/core'
import { useState } from 'react'
import { Answered } from '../layout/answered.tsx'
import { type Done, News } from '../layout/news.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { useOverview } from '../live/use-overview.ts'
import { words } from '../words/words.ts'
import { isOwnDoing } from './pause-words.ts'
import { StartPanel } from './start-panel.tsx'
import { StopsPanel } from './stops-panel.tsx'
import { SystemStopPanel } from './system-stop-panel.tsx'

/** What an operator can stop, resume and start; each asks for a reason, and stands in the audit. */
export function LeversPage() {
  const overview = useOverview()
  const [news, setNews] = useState<{ done: Done; count: number; stops: number } | null>(null)
  const stops = overview.data?.pauses.filter(isOwnDoing).length ?? 0
  const tell = (done: Done) => setNews((before) => ({ done, count: (before?.count ?? 0) + 1, stops }))
  // “Resumed” is no news any more once the system has stopped itself again.
  const isNews = news !== null && stops <= news.stops
  return (
    <>
      <PageHead title={words.levers.title} about={words.levers.about} />
      {isNews && <News key={news.count} done={news.done} />}
      <Answered query={overview}>
        {({ pauses }) => (
          <Stack gap="md">
            <SystemStopPanel pauses={pauses} onNews={tell} />
            <StopsPanel pauses={pauses} onNews={tell} />
            <StartPanel onNews={tell} />
          </Stack>
        )}
      </Answered>
    </>
  )
}
