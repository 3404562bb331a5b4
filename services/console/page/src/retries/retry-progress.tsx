import { Text } from '@mantine/core'
import type { Retry } from '../api/shapes.ts'
import { formatNumber } from '../format/numbers.ts'
import { ProgressBar } from '../layout/progress-bar.tsx'
import { words } from '../words/words.ts'

/** How far a retry is. */
export function RetryProgress({ retry }: { retry: Pick<Retry, 'done' | 'total'> }) {
  const text = words.retries.progress(formatNumber(retry.done), formatNumber(retry.total))
  return (
    <div>
      <ProgressBar
        percent={retry.total === 0 ? 100 : (100 * retry.done) / retry.total}
        label={words.retries.progressLabel}
        text={text}
      />
      <Text size="xs" c="dimmed" mt={2} className="tabular">
        {text}
      </Text>
    </div>
  )
}
