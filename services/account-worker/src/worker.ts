import { hostname } from 'node:os'
import { accountProgressProblem, connect, createSpareSlots, migrationsDone } from '@bridge/db'
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
import type { Config } from './config.ts'
import { judgeKey } from './judge-key.ts'
import { lookUpService } from './look-up-service.ts'
import type { Parts } from './parts.ts'
import { syncAccounts } from './sync-accounts.ts'

/** Starts one account worker: it consumes the accounts queue until it is closed. Any number of them may run. */
export async function startAccountWorker(deps: { config: Config; log: Log; clock: Clock }): Promise<Running> {
  const { config, log, clock } = deps
  const onError = createTroubleLog({ log, clock })
  const { db, close } = connect({
    url: config.databaseUrl,
    applicationName: 'account-worker',
    // One for each sync, which may wait with it for the one that looks our service up; that one needs another, and the budget for its call.
    poolSize: config.concurrency + 3,
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
  const parts: Parts = {
    db,
    queues,
    gradient: opened.gradient,
    pace: opened.pace,
    clock,
    log,
    keyRing: config.keyRing,
    worker: `account-worker@${hostname()}:${process.pid}`,
    service: config.service,
    timeoutMs: config.gradient.timeoutMs,
    policy: config.retry,
    random: Math.random,
  }
  await lookUpService(parts)
  const working = work({
    queue: 'accounts',
    handlers: {
      'sync-accounts': (data) => syncAccounts(parts, data),
      'judge-key': (data) => judgeKey(parts, data),
    },
    redisUrl: config.redisUrl,
    prefix: config.queuePrefix,
    concurrency: config.concurrency,
    nowMs: () => clock.now().getTime(),
    onError,
    onFailed: (job, error) => log.warn({ job, err: error }, 'an accounts job failed'),
  })
  const redis = tellChanges(log, 'redis', () => queues.problem())
  queues.onReady(() => void redis())
  const health = await startHealthServer({
    host: config.host,
    port: config.healthPort,
    metrics: createMetrics('account-worker'),
    checks: {
      postgres: async () => ((await migrationsDone(db)) ? undefined : 'migrations are not done'),
      redis,
      progress: () => accountProgressProblem(db),
    },
  })
  log.info({ healthPort: health.port, gradient: config.gradient.baseUrl }, 'account worker is at work')
  return {
    async close() {
      await working.close()
      opened.close()
      await queues.close()
      await health.close()
      await close()
    },
  }
}
