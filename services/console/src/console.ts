import { type Connected, connect, onlyAddsToAudit } from '@bridge/db'
import { createQueues } from '@bridge/queue'
import { type Clock, createMetrics, createTroubleLog, type Log, type Running } from '@bridge/runtime'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'

const CUT_OFF_AFTER_MS = 6_000

/** Starts the console: opens what it stands on, listens, and closes in the opposite order. Redis need not be there. */
export async function startConsole(deps: {
  config: Config
  log: Log
  clock: Clock
}): Promise<Running & { url: string }> {
  const { config, log, clock } = deps
  const onError = createTroubleLog({ log, clock })
  const { db, close } = connect({
    url: config.databaseUrl,
    applicationName: 'console',
    poolSize: config.databasePoolSize,
    onError,
  })
  const queues = createQueues({ redisUrl: config.redisUrl, prefix: config.queuePrefix, onError })
  const app = await buildApp({ ...config, db, queues, clock, log, metrics: createMetrics('console') })
  const url = await app.listen({ host: config.host, port: config.port })
  log.info({ url }, 'the console is ready')
  tellWhoGuardsAudit(db, log)
  return {
    url,
    async close() {
      // Whoever is still sending then is cut off, before the process itself would be.
      const cutOff = setTimeout(() => app.server.closeAllConnections(), CUT_OFF_AFTER_MS)
      await app.close()
      clearTimeout(cutOff)
      await Promise.allSettled([queues.close(), close()])
    },
  }
}

/** Once, for whoever sets up the database: what operators did is safest where the services cannot take the guard off. */
function tellWhoGuardsAudit(db: Connected['db'], log: Log): void {
  onlyAddsToAudit(db).then(
    (only) => {
      if (only) return
      log.warn(
        'the database’s user owns the tables: a trigger alone keeps what operators did; with SERVICES_DATABASE_URL the migrations make a user who can only add to it',
      )
    },
    // Without a database, or without tables, there is more to tell, and it is told.
    () => undefined,
  )
}
