import { type Nudge, RedisAwayError } from '@bridge/queue'
import type { Parts } from './parts.ts'

/** Adds jobs, in one trip. While Redis is away it only says so: what is to be done stands in Postgres and is found there. */
export async function nudge({ queues, log }: Pick<Parts, 'queues' | 'log'>, jobs: Nudge[]): Promise<void> {
  try {
    await queues.add(jobs)
  } catch (error) {
    if (!(error instanceof RedisAwayError)) throw error
    log.warn({ jobIds: jobs.map(({ id }) => id) }, 'Redis is away: this will be found in Postgres')
  }
}
