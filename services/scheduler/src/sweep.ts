import { beginSweep, endSweep, finishRuns, sweepBreakdownMails, sweepMails, sweepPushes } from '@bridge/db'
import { ensureMonthlyTick, RedisAwayError } from '@bridge/queue'
import { type Nudged, nudgeDue } from './nudge-due.ts'
import { type Parts, planRuns } from './plan-runs.ts'

/**
 * One look for work that Postgres says is due and nobody is doing: a run that should have begun, pushes and accounts without a
 * job, claims that ran out, counts that are unmapped or failed and whose time has come again, runs that are over, mails that are owed.
 * All that needs only Postgres is done also while Redis is away. When it began, and that it ended, stands in Postgres, for whoever asks
 * whether a scheduler does its work.
 */
export async function sweep(parts: Parts): Promise<void> {
  const { db, queues, log, config } = parts
  await beginSweep(db, config.sweepEveryMs)
  await planRuns(parts)
  const moved = await sweepPushes(db, config)
  const finished = await finishRuns(db)
  const opened = await db.transaction().execute(sweepBreakdownMails)
  const mails = { ...(await sweepMails(db)), mailsOpened: opened.length }
  let nudged: Nudged | undefined
  try {
    if (await ensureMonthlyTick(queues, config.calendar))
      log.info({ calendar: config.calendar }, 'the monthly tick is set in the queue')
    nudged = await nudgeDue(parts)
    if (Object.values({ ...moved, ...mails, ...nudged }).some((count) => count > 0))
      log.info({ ...moved, ...mails, nudged }, 'a sweep found work')
  } catch (error) {
    if (!(error instanceof RedisAwayError)) throw error
    log.warn({ err: error }, 'Redis is away: work waits in Postgres until it is back')
  }
  await endSweep(db, { ...moved, ...mails, finished: finished.length, nudged: nudged ?? null })
  for (const runId of finished) log.info({ runId }, 'a run is finished')
}
