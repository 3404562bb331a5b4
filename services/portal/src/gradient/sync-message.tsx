import { Alert, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { formatMoment } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { ProgressBar } from '../layout/progress-bar.tsx'
import { words } from '../words/words.ts'
import type { SyncView } from './sync-view.ts'

/** How far the newest sync is, or how it ended. `isResult`: it was asked for here, so its end is shown as a result. */
export function SyncMessage({ view, isResult }: { view: SyncView; isResult: boolean }) {
  if (view.kind === 'none') return null
  if (view.kind === 'sending') {
    const text = words.gradient.sync.sending(formatNumber(view.done), formatNumber(view.total))
    return (
      <Stack gap={6}>
        <Text size="sm">{words.gradient.sync.sendingNow}</Text>
        <ProgressBar done={view.done} total={view.total} label={words.gradient.sync.button} text={text} />
        <Text size="sm" c="dimmed" aria-hidden>
          {text}
        </Text>
      </Stack>
    )
  }
  const text = textOf(view)
  if (!isResult || !isEnd(view)) {
    return (
      <Text size="sm" c="dimmed">
        {text}
      </Text>
    )
  }
  const isGood = view.kind === 'in_order'
  return (
    <Alert
      role="presentation"
      color={isGood ? 'green' : 'yellow'}
      icon={isGood ? <IconCircleCheck /> : <IconAlertTriangle />}
    >
      {text}
    </Alert>
  )
}

function isEnd(view: SyncView): boolean {
  return view.kind === 'in_order' || view.kind === 'some_refused' || view.kind === 'failed'
}

function textOf(view: Exclude<SyncView, { kind: 'none' | 'sending' }>): string {
  const says = words.gradient.sync
  switch (view.kind) {
    case 'again':
      return says.again(view.reason)
    case 'in_order':
      return says.in_order(view.finishedAt && formatMoment(view.finishedAt))
    case 'some_refused':
      return says.some_refused(view.refused)
    case 'failed':
      return says.failed(view.reason)
    default:
      return says[view.kind]
  }
}
