import { type Nudge, RedisAwayError } from '@bridge/queue'
import type { Parts } from './parts.ts'

/** Has a row looked at at once, where there is one to look at. While Redis is away the sweep brings it along. */
export async function nudgeNow(parts: Pick<Parts, 'queues' | 'log'>, nudge: Nudge | undefined): Promise<void> {
  if (!nudge) return
  try {
    await parts.queues.add([nudge])
  } catch (error) {
    if (!(error instanceof RedisAwayError)) throw error
    parts.log.warn({ job: nudge.id }, 'Redis is away: the sweep will nudge this')
  }
}
