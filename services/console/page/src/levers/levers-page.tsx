import { Alert, Stack } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { Answered } from '../layout/answered.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { useOverview } from '../live/use-overview.ts'
import { words } from '../words/words.ts'
import { StartPanel } from './start-panel.tsx'
import { StopsPanel } from './stops-panel.tsx'
import { SystemStopPanel } from './system-stop-panel.tsx'

/** What an operator can stop, resume and start; each asks for a reason, and stands in the audit. */
export function LeversPage() {
  const overview = useOverview()
  const [news, setNews] = useState<string | null>(null)
  return (
    <>
      <PageHead title={words.levers.title} about={words.levers.about} />
      <div role="status">
        {news !== null && (
          <Alert color="green" icon={<IconCircleCheck />} mb="md">
            {news}
          </Alert>
        )}
      </div>
      <Answered query={overview}>
        {({ pauses }) => (
          <Stack gap="md">
            <SystemStopPanel pauses={pauses} onNews={setNews} />
            <StopsPanel pauses={pauses} onNews={setNews} />
            <StartPanel onNews={setNews} />
          </Stack>
        )}
      </Answered>
    </>
  )
}
