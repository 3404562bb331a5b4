import { connect, createSpareSlots } from '@bridge/db'
import { openGradient } from '@bridge/gradient'
import { createQueues } from '@bridge/queue'
import { type Clock, createMetrics, createTroubleLog, type Log, type Running } from '@bridge/runtime'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { openTokenDirectory } from './token-directory.ts'

const CUT_OFF_AFTER_MS = 6_000

/** Starts the gateway: opens what it stands on, listens, and closes in the opposite order. Redis need not be there. */
export async function startGateway(deps: {
  config: Config
  log: Log
  clock: Clock
}): Promise<Running & { url: string }> {
  const { config, log, clock } = deps
  const onError = createTroubleLog({ log, clock })
  const { db, pool, close } = connect({
    url: config.databaseUrl,
    applicationName: 'gateway',
    poolSize: config.databasePoolSize,
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
  const tokens = await openTokenDirectory({ db, databaseUrl: config.databaseUrl, clock, log })
  const app = await buildApp({
    ...config,
    db,
    pool,
    queues,
    gradient: opened.gradient,
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
      opened.close()
      await Promise.allSettled([queues.close(), tokens.close(), close()])
    },
  }
}
