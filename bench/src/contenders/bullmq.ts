import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { Pool } from 'pg'
import { type Count, contend } from './contender.ts'
import { sendAndRecord } from './send-and-record.ts'

const AT_A_TIME = 50

// BullMQ as we have it, finished jobs removed at once, with a processor that does the loop's work: no ledger.
await contend(async ({ databaseUrl, redisUrl, url, counts }) => {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
  const queue = new Queue<Count>('counts', { connection, defaultJobOptions: { removeOnComplete: true } })
  await queue.addBulk(counts.map((data) => ({ name: 'count', data })))
  const pool = new Pool({ connectionString: databaseUrl, max: AT_A_TIME })
  const all = Promise.withResolvers<void>()
  let done = 0
  const worker = new Worker<Count>('counts', ({ data }) => sendAndRecord({ pool, url }, data), {
    connection,
    concurrency: AT_A_TIME,
    autorun: false,
  })
  worker.on('completed', () => {
    done += 1
    if (done === counts.length) all.resolve()
  })
  await worker.waitUntilReady()
  return {
    run: async () => {
      worker.run().catch(all.reject)
      await all.promise
    },
    close: async () => {
      await worker.close()
      await queue.close()
      connection.disconnect()
      await pool.end()
    },
  }
})
