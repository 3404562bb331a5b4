import { connect, mailProgressProblem, migrationsDone } from '@bridge/db'
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
import { openMailDoor } from './mail-door.ts'
import type { Parts } from './parts.ts'
import { sendMail } from './send-mail.ts'

/** Starts one mail worker: it consumes the mail queue until it is closed. Any number of them may run. */
export async function startMailWorker(deps: { config: Config; log: Log; clock: Clock }): Promise<Running> {
  const { config, log, clock } = deps
  const onError = createTroubleLog({ log, clock })
  const { db, close } = connect({
    url: config.databaseUrl,
    applicationName: 'mail-worker',
    poolSize: config.concurrency + 1,
    statementTimeoutMs: 30_000,
    onError,
  })
  const queues = createQueues({ redisUrl: config.redisUrl, prefix: config.queuePrefix, onError })
  const parts: Parts = {
    db,
    clock,
    log,
    vendorName: config.vendorName,
    timeZone: config.timeZone,
    out: config.mail && { ...config.mail, door: openMailDoor(config.mail.smtp) },
    policy: config.retry,
    random: Math.random,
  }
  const working = work({
    queue: 'mail',
    handlers: { 'send-mail': (data) => sendMail(parts, data) },
    redisUrl: config.redisUrl,
    prefix: config.queuePrefix,
    concurrency: config.concurrency,
    nowMs: () => clock.now().getTime(),
    onError,
    onFailed: (job, error) => log.warn({ job, err: error }, 'a mail job failed'),
  })
  const redis = tellChanges(log, 'redis', () => queues.problem())
  queues.onReady(() => void redis())
  const health = await startHealthServer({
    host: config.host,
    port: config.healthPort,
    metrics: createMetrics('mail-worker'),
    checks: {
      postgres: async () => ((await migrationsDone(db)) ? undefined : 'migrations are not done'),
      redis,
      progress: () => mailProgressProblem(db),
      smtp: tellChanges(log, 'smtp', async () => parts.out?.door.problem()),
    },
  })
  const to = config.mail ? { host: config.mail.smtp.host, port: config.mail.smtp.port } : 'nobody: SMTP_URL is not set'
  log.info({ healthPort: health.port, smtp: to }, 'mail worker is at work')
  return {
    async close() {
      await working.close()
      await queues.close()
      await health.close()
      await close()
    },
  }
}
