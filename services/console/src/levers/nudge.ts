import type { Nudge } from '@bridge/queue'
import type { Deps } from '../deps.ts'

/** Adds jobs after a commit. Returns at once and never throws: what they are about stands in Postgres, and is found there while Redis is away. */
export function nudge({ queues, log }: Pick<Deps, 'queues' | 'log'>, nudges: Nudge[]): void {
  queues.add(nudges).catch((error: unknown) => {
    log.warn(
      { err: error, jobs: nudges.map(({ id }) => id) },
      'nobody could be nudged: it is found in Postgres, in a few seconds',
    )
  })
}
