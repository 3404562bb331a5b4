import { type Db, finishRuns, openBreakdownMails, openRebuilds, type PartnerRunKey } from '@bridge/db'
import { nudgeMail, nudgePush, type Queues } from '@bridge/queue'
import type { Log } from '@bridge/runtime'
import { nudge } from './nudge.ts'

/**
 * Ends partners' parts in runs, those of them that are over: first the last accepted count of each is sent once more without `no_build`, so that
 * Gradient rebuilds its view whatever the order of the calls was; when that has settled, the partner's breakdown mail is on its way, and the run
 * itself ends if nothing is left in it.
 *
 * Crash in between: what was begun stands in Postgres, and the sweep goes on with it.
 */
export async function endPartnerRuns(
  parts: { db: Db; queues: Queues; log: Log },
  runs: PartnerRunKey[],
): Promise<void> {
  if (runs.length === 0) return
  const rebuilds = await openRebuilds(parts.db, runs)
  await nudge(parts, rebuilds.map(nudgePush))
  const waiting = new Set(rebuilds.map(({ connectionId }) => connectionId))
  const ended = runs.filter(({ connectionId }) => !waiting.has(connectionId))
  if (ended.length === 0) return
  for (const runId of await finishRuns(parts.db)) parts.log.info({ runId }, 'a run is finished')
  await nudge(parts, (await openBreakdownMails(parts.db, ended)).map(nudgeMail))
}
