import { connect } from '@bridge/db'
import { createGradientClient, createPace } from '@bridge/gradient'
import { createQueues } from '@bridge/queue'
import { type Clock, createMetrics, type Log, type Running } from '@bridge/runtime'
import { Redis } from 'ioredis'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { openTokenDirectory } from './token-directory.ts'

const CUT_OFF_AFTER_MS = 6_000
const TROUBLE_TOLD_EVERY_MS = 30_000

/** Starts the gateway: opens what it stands on, listens, and closes in the opposite order. Redis need not be there. */
export async function startGateway(deps: {
  config: Config
  log: Log
  clock: Clock
}): Promise<Running & { url: string }> {
  const { config, log, clock } = deps
  const onError = tellNowAndThen(deps)
  const { db, pool, close } = connect({
    url: config.databaseUrl,
    applicationName: 'gateway',
    poolSize: config.databasePoolSize,
    onError,
  })
  const queues = createQueues({ redisUrl: config.redisUrl, prefix: config.queuePrefix, onError })
  const paceRedis = new Redis(config.redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 0 })
  paceRedis.on('error', onError)
  const pace = createPace({
    redis: paceRedis,
    key: `${config.queuePrefix}:pace`,
    requestsPerSecond: config.gradient.requestsPerSecond,
  })
  const gradient = createGradientClient({ ...config.gradient, pace, clock })
  const tokens = await openTokenDirectory({ db, databaseUrl: config.databaseUrl, clock, log })
  const app = await buildApp({
    ...config,
    db,
    pool,
    queues,
    gradient,
    tokens,
    clock,
    log,
    metrics: createMetrics('gateway'),
    gradientTimeoutMs: config.gradient.timeoutMs,
  })
  const url = await app.listen({ host: config.host, port: config.port })
  log.info({ url, docs: `${url}/docs` }, 'the gateway is ready')
  return {
    url,
    async close() {
      // Whoever is still sending then is cut off, before the process itself would be.
      const cutOff = setTimeout(() => app.server.closeAllConnections(), CUT_OFF_AFTER_MS)
      await app.close()
      clearTimeout(cutOff)
      gradient.close()
      await Promise.allSettled([queues.close(), tokens.close(), close()])
      paceRedis.disconnect()
    },
  }
}

/** A connection that is lost makes an error per attempt to get it back: one line in half a minute is enough. */
function tellNowAndThen({ log, clock }: { log: Log; clock: Clock }): (error: Error) => void {
  let quietUntilMs = 0
  return (error) => {
    const nowMs = clock.now().getTime()
    if (nowMs < quietUntilMs) return
    quietUntilMs = nowMs + TROUBLE_TOLD_EVERY_MS
    log.warn({ err: error }, 'a connection has trouble')
  }
}
