import { Pool } from 'pg'
import { contend } from './contender.ts'
import { sendAndRecord } from './send-and-record.ts'

const AT_A_TIME = 50

// The same script as a loop of 50 at a time.
await contend(async ({ databaseUrl, url, counts }) => {
  const pool = new Pool({ connectionString: databaseUrl, max: AT_A_TIME })
  const left = counts.values()
  const sendRest = async () => {
    for (const count of left) await sendAndRecord({ pool, url }, count)
  }
  return {
    run: async () => {
      await Promise.all(Array.from({ length: AT_A_TIME }, sendRest))
    },
    close: () => pool.end(),
  }
})
