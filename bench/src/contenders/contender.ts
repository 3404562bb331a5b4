import { once } from 'node:events'
import { Pool } from 'pg'

/** One company's number to be sent. */
export interface Count {
  companyId: string
  unitCount: number
}

/** What every contender is given. */
export interface Given {
  databaseUrl: string
  redisUrl: string
  /** Where a count is posted. */
  url: string
  /** All that is to be sent, as it stands in its database. */
  counts: Count[]
}

/** A contender, ready to begin. */
export interface Ready {
  /** Sends everything, and ends when everything is recorded. */
  run(): Promise<void>
  close(): Promise<void>
}

/**
 * Runs one way to send counts as a process of its own: sets it up, says `ready`, begins when it is told to, says `done` when all is recorded,
 * and ends when it is told to. What is said goes by standard output and input, a line each.
 */
export async function contend(setUp: (given: Given) => Promise<Ready>): Promise<void> {
  const databaseUrl = setting('DATABASE_URL')
  const pool = new Pool({ connectionString: databaseUrl, max: 1 })
  const { rows } = await pool.query<Count>(
    'select company_id as "companyId", unit_count as "unitCount" from to_send order by company_id',
  )
  await pool.end()
  const ready = await setUp({ databaseUrl, redisUrl: setting('REDIS_URL'), url: setting('COUNT_URL'), counts: rows })
  process.stdout.write('ready\n')
  await once(process.stdin, 'data')
  await ready.run()
  process.stdout.write('done\n')
  await once(process.stdin, 'data')
  await ready.close()
  process.stdin.destroy()
}

function setting(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set`)
  return value
}
