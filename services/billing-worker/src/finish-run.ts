import { type Db, finishRuns, openBreakdownMails, openRebuild } from '@bridge/db'
import { nudgeMail, nudgePush, type Queues } from '@bridge/queue'
import type { Log } from '@bridge/runtime'
import { nudge } from './nudge.ts'

/**
 * Ends one partner's part in a run, if it is over: first its last accepted count is sent once more without `no_build`, so that
 * Gradient rebuilds its view whatever the order of the calls was; when that has settled, the partner's breakdown mail is on its way, and the run
 * itself ends if nothing is left in it.
 */
export async function finishRun(
  parts: { db: Db; queues: Queues; log: Log },
  input: { connectionId: string; period: string },
): Promise<void> {
  const rebuild = await openRebuild(parts.db, input)
  if (rebuild) {
    await nudge(parts, [nudgePush(rebuild)])
    return
  }
  for (const runId of await finishRuns(parts.db)) parts.log.info({ runId }, 'a run is finished')
  await nudge(parts, (await openBreakdownMails(parts.db, input)).map(nudgeMail))
}
