import type { KeyDoubt } from '@bridge/db'
import { nudgeJudge, RedisAwayError } from '@bridge/queue'
import type { Parts } from './parts.ts'

/** Has a doubt judged, if this process raised it. While Redis is away the sweep brings it along. */
export async function nudgeDoubt(parts: Pick<Parts, 'queues' | 'log'>, doubt: KeyDoubt | null): Promise<void> {
  if (!doubt) return
  try {
    await parts.queues.add([nudgeJudge(doubt)])
  } catch (error) {
    if (!(error instanceof RedisAwayError)) throw error
    parts.log.warn({ connectionId: doubt.connectionId }, 'Redis is away: the sweep will nudge this')
  }
}
