import { hostname } from 'node:os'
import { arePartnerRunsOver, billingProgressProblem, connect, createSpareSlots, migrationsDone } from '@bridge/db'
import { openGradient } from '@bridge/gradient'
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
import pLimit from 'p-limit'
import type { Config } from './config.ts'
import { endPartnerRuns } from './end-partner-runs.ts'
import { createEnds } from './ends.ts'
import { openLedger } from './ledger.ts'
import { lookForWork } from './look-for-work.ts'
import type { Parts } from './parts.ts'
import { createPlaces } from './places.ts'
import { batchesAtOnce, createBatches } from './push-batch.ts'
import { claimMsFor, pushUsage } from './push-usage.ts'
import { createServiceId } from './service-id.ts'

/** What goes together needs few. Each has to learn the tables and to plan every statement for itself: with 20 that was a quarter of Postgres' work in a short run. */
const MOST_CONNECTIONS = 8

/** Starts one billing worker: it consumes the billing queue and the batches of runs until it is closed. Any number of them may run. */
export async function startBillingWorker(deps: { config: Config; log: Log; clock: Clock }): Promise<Running> {
  const { config, log, clock } = deps
  const onError = createTroubleLog({ log, clock })
  const poolSize = Math.min(MOST_CONNECTIONS, config.concurrency)
  const { db, close } = connect({
    url: config.databaseUrl,
    applicationName: 'billing-worker',
    poolSize,
    statementTimeoutMs: config.statementTimeoutMs,
    looksUpByKey: true,
    onError,
  })
  const queues = createQueues({ redisUrl: config.redisUrl, prefix: config.queuePrefix, onError })
  const opened = openGradient({
    target: config.gradient,
    redisUrl: config.redisUrl,
    prefix: config.queuePrefix,
    spare: createSpareSlots(db),
    clock,
    onError,
    onMode: (mode, cause) => log.warn({ mode, err: cause }, 'another place gives the request budget now'),
  })
  const worker = `billing-worker@${hostname()}:${process.pid}`
  const { timeoutMs, requestsPerSecond } = config.gradient
  const parts: Parts = {
    db,
    ledger: openLedger({
      db,
      worker,
      claimMs: claimMsFor(timeoutMs).claimMs,
      // More wait for the budget than all of it lets through in a fifth of a second.
      hasTime: () => opened.pace.waiting() > requestsPerSecond / 5,
    }),
    ends: createEnds({
      areOver: (runs) => arePartnerRunsOver(db, runs),
      onEnd: (runs) => endPartnerRuns({ db, queues, log }, runs),
      log,
    }),
    queues,
    gradient: opened.gradient,
    pace: opened.pace,
    places: createPlaces({ places: config.concurrency, nowMs: () => performance.now() }),
    clock,
    log,
    keyRing: config.keyRing,
    worker,
    serviceId: createServiceId(db, config.service),
    timeoutMs,
    policy: config.retry,
    random: Math.random,
  }
  const inPlace = pLimit(config.concurrency)
  const search = lookForWork(parts, {
    places: config.concurrency,
    requestsPerSecond,
    jobs: () => inPlace.activeCount + inPlace.pendingCount,
  })
  const batches = createBatches(parts, inPlace)
  const working = {
    redisUrl: config.redisUrl,
    prefix: config.queuePrefix,
    nowMs: () => clock.now().getTime(),
    onError,
    onFailed: (job: { id: string; name: string }, error: Error) =>
      log.warn({ job, err: error }, 'a billing job failed'),
  }
  const queuesAtWork = [
    work({
      ...working,
      queue: 'billing',
      handlers: {
        'push-usage': (data) => inPlace(() => pushUsage(parts, data)),
        'finish-run': (data) => endPartnerRuns(parts, [data]),
      },
      concurrency: config.concurrency,
    }),
    work({
      ...working,
      queue: 'batches',
      handlers: { 'push-batch': (data) => batches.send(data) },
      concurrency: batchesAtOnce(config.concurrency),
    }),
  ]
  const redis = tellChanges(log, 'redis', () => queues.problem())
  queues.onReady(() => void redis())
  const health = await startHealthServer({
    host: config.host,
    port: config.healthPort,
    metrics: createMetrics('billing-worker'),
    checks: {
      postgres: async () => ((await migrationsDone(db)) ? undefined : 'migrations are not done'),
      redis,
      progress: () => billingProgressProblem(db),
    },
  })
  log.info({ healthPort: health.port, gradient: config.gradient.baseUrl }, 'billing worker is at work')
  return {
    async close() {
      await search.stop()
      await Promise.all(queuesAtWork.map((queue) => queue.close()))
      await batches.idle()
      await parts.ends.idle()
      opened.close()
      await queues.close()
      await health.close()
      await close()
    },
  }
}
