import { Pool } from 'pg'
import { contend } from './contender.ts'
import { sendAndRecord } from './send-and-record.ts'

// The script that a user would write: one call and one INSERT after the other.
await contend(async ({ databaseUrl, url, counts }) => {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 })
  return {
    run: async () => {
      for (const count of counts) await sendAndRecord({ pool, url }, count)
    },
    close: () => pool.end(),
  }
})
