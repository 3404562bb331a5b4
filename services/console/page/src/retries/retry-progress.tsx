import { Box, Text } from '@mantine/core'
import type { Retry } from '../api/shapes.ts'
import { formatNumber } from '../format/numbers.ts'
import { ProgressBar } from '../layout/progress-bar.tsx'
import { words } from '../words/words.ts'

/** How far a retry is, or was when it was stopped. */
export function RetryProgress({ retry }: { retry: Pick<Retry, 'done' | 'total' | 'stopped'> }) {
  const says = words.retries
  const done = retry.done - retry.stopped
  const tell = retry.stopped > 0 ? says.progressStopped : says.progress
  const text = tell(formatNumber(done), formatNumber(retry.total))
  return (
    <Box w="100%" miw="8rem">
      <ProgressBar
        percent={retry.total === 0 ? 100 : (100 * done) / retry.total}
        label={says.progressLabel}
        text={text}
      />
      <Text size="xs" c="dimmed" mt={2} className="tabular">
        {text}
      </Text>
    </Box>
  )
}
