import { type Nudge, RedisAwayError } from '@bridge/queue'
import type { Parts } from './parts.ts'

/** Adds a job. While Redis is away it only says so: what is to be done stands in Postgres and is found there. */
export async function nudge({ queues, log }: Pick<Parts, 'queues' | 'log'>, job: Nudge): Promise<void> {
  try {
    await queues.add([job])
  } catch (error) {
    if (!(error instanceof RedisAwayError)) throw error
    log.warn({ jobId: job.id }, 'Redis is away: this will be found in Postgres')
  }
}
