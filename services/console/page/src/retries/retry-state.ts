import type { Retry } from '../api/shapes.ts'
import type { Tone } from '../layout/state-badge.tsx'
import { countOf } from '../outcomes/outcome.ts'

/** How a retry stands. */
export type RetryState = 'running' | 'stopping' | 'stopped' | 'done' | 'done_with_trouble'

export const RETRY_TONES: Readonly<Record<RetryState, Tone>> = {
  running: 'waiting',
  stopping: 'waiting',
  stopped: 'neutral',
  done: 'good',
  done_with_trouble: 'bad',
}

/** Judges it: what was stopped may still have some under way; what is done may have failed again. */
export function retryStateOf(retry: Pick<Retry, 'finishedAt' | 'stoppedAt' | 'outcomes'>): RetryState {
  if (retry.stoppedAt !== null) return retry.finishedAt === null ? 'stopping' : 'stopped'
  if (retry.finishedAt === null) return 'running'
  return countOf(retry.outcomes, ['failed', 'refused']) > 0 ? 'done_with_trouble' : 'done'
}
