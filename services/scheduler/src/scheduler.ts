import { connect, migrationsDone } from '@bridge/db'
import { createTickReader } from '@bridge/domain'
import { createQueues, work } from '@bridge/queue'
import {
  type Clock,
  createMetrics,
  createTroubleLog,
  type Log,
  type Running,
  startHealthServer,
  tellChanges,
} from '@bridge/runtime'
import type { Config } from './config.ts'
import { every } from './every.ts'
import { LOOK_BACK_MONTHS } from './mark-missed.ts'
import { planRuns } from './plan-runs.ts'
import { createQuickLook, QUICK_LOOK_EVERY_MS } from './quick-look.ts'
import { addRunGauges } from './run-gauges.ts'
import { sweep } from './sweep.ts'

/**
 * Starts the only process that turns time into work: the repeatable job on the 1st, and the sweep that asks Postgres what is due.
 * The sweep has a timer of its own, not a job, so that an empty Redis cannot stop it. Any number of schedulers may run.
 */
export async function startScheduler(deps: { config: Config; log: Log; clock: Clock }): Promise<Running> {
  const { config, log, clock } = deps
  const onError = createTroubleLog({ log, clock })
  const { db, close } = connect({
    url: config.databaseUrl,
    applicationName: 'scheduler',
    poolSize: 5,
    statementTimeoutMs: 300_000,
    onError,
  })
  const queues = createQueues({ redisUrl: config.redisUrl, prefix: config.queuePrefix, onError })
  const parts = { db, queues, clock, log, config, ticksAt: createTickReader(config.calendar, LOOK_BACK_MONTHS) }
  const metrics = createMetrics('scheduler')
  const measureRuns = addRunGauges(metrics)
  const sweeping = every({
    what: 'the sweep',
    everyMs: config.sweepEveryMs,
    log,
    task: async () => {
      await sweep(parts)
      await measureRuns(parts)
    },
  })
  // What came due while Redis was away is not in the queue.
  queues.onReady(() => sweeping.now())
  const looking = every({
    what: 'the look between two sweeps',
    everyMs: Math.min(QUICK_LOOK_EVERY_MS, config.sweepEveryMs),
    log,
    task: createQuickLook(parts, () => sweeping.now()),
  })
  const working = work({
    queue: 'calendar',
    handlers: { 'plan-runs': () => planRuns(parts), 'look-now': async () => looking.now() },
    redisUrl: config.redisUrl,
    prefix: config.queuePrefix,
    concurrency: 1,
    nowMs: () => clock.now().getTime(),
    onError,
    onFailed: (job, error) => log.error({ job, err: error }, 'a calendar job failed; the sweep does its work'),
  })
  const redis = tellChanges(log, 'redis', () => queues.problem())
  queues.onReady(() => void redis())
  const health = await startHealthServer({
    host: config.host,
    port: config.healthPort,
    metrics,
    checks: {
      postgres: async () => ((await migrationsDone(db)) ? undefined : 'migrations are not done'),
      redis,
      sweep: async () => sweeping.problem() ?? looking.problem(),
    },
  })
  log.info({ healthPort: health.port, calendar: config.calendar }, 'scheduler is at work')
  return {
    async close() {
      await Promise.all([sweeping.stop(), looking.stop()])
      await working.close()
      await queues.close()
      await health.close()
      await close()
    },
  }
}
