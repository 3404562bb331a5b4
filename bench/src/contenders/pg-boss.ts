import { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { type Count, contend } from './contender.ts'
import { sendAndRecord } from './send-and-record.ts'

const BATCH = 25
/** Several, so that one fetches while the others send. */
const WORKERS = 4

// pg-boss in batches, one after the other while there is more; each job settled for itself. Its housekeeping is off.
await contend(async ({ databaseUrl, url, counts }) => {
  const pool = new Pool({ connectionString: databaseUrl, max: BATCH * WORKERS })
  const boss = new PgBoss({ connectionString: databaseUrl, max: 10, supervise: false, schedule: false })
  boss.on('error', (error) => {
    throw error
  })
  await boss.start()
  await boss.createQueue('counts')
  await boss.insert(
    'counts',
    counts.map((data) => ({ data })),
  )
  const all = Promise.withResolvers<void>()
  let done = 0
  return {
    run: async () => {
      await boss.work<Count>(
        'counts',
        {
          batchSize: BATCH,
          localConcurrency: WORKERS,
          burstWhenBatchFull: true,
          pollingIntervalSeconds: 0.5,
          perJobResults: true,
        },
        async (jobs) => {
          await Promise.all(jobs.map((job) => sendAndRecord({ pool, url }, job.data)))
          done += jobs.length
          if (done === counts.length) all.resolve()
          return jobs.map(({ id }) => ({ id, status: 'completed' as const }))
        },
      )
      await all.promise
    },
    close: async () => {
      await boss.stop({ graceful: true })
      await pool.end()
    },
  }
})
