import { releaseRetries } from '@bridge/db'
import { type Nudge, nudgePush } from '@bridge/queue'
import type { Parts } from './plan-runs.ts'

/** So many counts of retries are under way at a time: what the fleet sends between a few looks. A run's own counts keep their turns beside them. */
const RETRY_WINDOW = 1_000

/** Carries on what operators have ordered to be sent again. Answers the jobs that are to be added. */
export async function carryOnRetries({ db, log }: Pick<Parts, 'db' | 'log'>): Promise<Nudge[]> {
  const { pushes, finished } = await releaseRetries(db, { window: RETRY_WINDOW })
  for (const retryId of finished) log.info({ retryId }, 'a retry is over')
  if (pushes.length > 0) log.info({ counts: pushes.length }, 'counts are sent again, as an operator ordered')
  return pushes.map(nudgePush)
}
