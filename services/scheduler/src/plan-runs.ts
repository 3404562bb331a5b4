import { type Db, duePushes, finishRuns, planRun, startRun, unplannedRuns } from '@bridge/db'
import { deadlineAt, type PastTicks } from '@bridge/domain'
import { nudgePushes, type Queues, RedisAwayError } from '@bridge/queue'
import type { Clock, Log } from '@bridge/runtime'
import { alarmDeadlines } from './alarm-deadlines.ts'
import type { Config } from './config.ts'
import { markMissed } from './mark-missed.ts'
import { NUDGE_WINDOW } from './nudge-due.ts'

/** A run that starts later than this after its tick was missed at its time, and is shown as `catch_up`. */
const CATCH_UP_AFTER_MS = 120_000

/** What the calendar needs. */
export interface Parts {
  db: Db
  queues: Queues
  clock: Clock
  log: Log
  config: Config
  /** The calendar's ticks as they stand at this moment. */
  ticksAt(now: Date): PastTicks
}

/**
 * Asks which run is due and absent, starts it, and plans every run that is not planned yet, the requested ones too; says which months
 * are missed and which runs are late. Called by the tick on the 1st and by every sweep, so a missed tick costs at most one sweep;
 * twice is once.
 */
export async function planRuns(parts: Parts): Promise<void> {
  const { db, queues, clock, log, config } = parts
  const now = clock.now()
  const ticks = parts.ticksAt(now)
  const tick = ticks.latest
  const late = now.getTime() - tick.at.getTime() > CATCH_UP_AFTER_MS
  const run = await startRun(db, {
    period: tick.period,
    kind: late ? 'catch_up' : 'scheduled',
    partnerId: null,
    deadlineAt: deadlineAt(tick.period, config.deadline),
    connectedBy: tick.at,
  })
  if (run?.created)
    log.info({ runId: run.id, period: tick.period, tickAt: tick.at, late }, 'the monthly run has started')
  const unplanned = await unplannedRuns(db, tick.period)
  for (const { id, kind } of unplanned) {
    const planned = await planRun(db, id, kind === 'requested' ? now : tick.at)
    log.info({ runId: id, ...planned }, 'a run is planned')
  }
  await markMissed(parts, ticks)
  if (unplanned.length > 0) await finishRuns(db)
  await alarmDeadlines(parts)
  if (unplanned.length === 0) return
  try {
    await queues.add(nudgePushes(await duePushes(db, { limit: NUDGE_WINDOW })))
  } catch (error) {
    if (!(error instanceof RedisAwayError)) throw error
    log.warn({ err: error }, 'the run is planned but Redis is away; the sweep will nudge it')
  }
}
