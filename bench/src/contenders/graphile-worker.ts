import { Logger, makeWorkerUtils, run } from 'graphile-worker'
import { Pool } from 'pg'
import { type Count, contend } from './contender.ts'
import { sendAndRecord } from './send-and-record.ts'

const AT_A_TIME = 50

// graphile-worker with what its own page on performance turns on: a local queue, and jobs completed in batches.
await contend(async ({ databaseUrl, url, counts }) => {
  const logger = new Logger(() => () => {})
  const pool = new Pool({ connectionString: databaseUrl, max: AT_A_TIME })
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger })
  await utils.migrate()
  await utils.addJobs(counts.map((payload) => ({ identifier: 'count', payload })))
  await utils.release()
  const all = Promise.withResolvers<void>()
  let done = 0
  let stop = async () => {}
  return {
    run: async () => {
      const runner = await run({
        logger,
        noHandleSignals: true,
        preset: {
          worker: {
            connectionString: databaseUrl,
            concurrentJobs: AT_A_TIME,
            maxPoolSize: 10,
            localQueue: { size: 500 },
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
          },
        },
        taskList: {
          count: async (payload) => {
            await sendAndRecord({ pool, url }, payload as Count)
            done += 1
            if (done === counts.length) all.resolve()
          },
        },
      })
      stop = () => runner.stop()
      await all.promise
    },
    close: async () => {
      await stop()
      await pool.end()
    },
  }
})
