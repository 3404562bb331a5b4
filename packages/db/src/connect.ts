import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import { Pool } from 'pg'
import { withPreparedStatements } from './prepared.ts'
import { READERS } from './read-timestamp.ts'
import type { Tables } from './tables.ts'

/** The database as every function here takes it: the pool or an open transaction. */
export type Db = Kysely<Tables>

/** An open transaction, where a function needs one. */
export type Tx = Transaction<Tables>

/** An open connection pool with the query builder over it. */
export interface Connected {
  db: Db
  pool: Pool
  close(): Promise<void>
}

/**
 * Opens a pool. A connection that the server cuts is replaced by the pool; `onError` hears of those that break while idle, which
 * would otherwise end the process.
 *
 * `looksUpByKey`: what is asked for are rows by their keys. Postgres takes a page that an index leads to for four times as dear as the next one, and would sooner read all of 200 partners than
 * look one up, for each count of a group (docs/performance.md).
 */
export function connect(options: {
  url: string
  applicationName: string
  poolSize?: number
  statementTimeoutMs?: number
  looksUpByKey?: boolean
  onError?: (error: Error) => void
}): Connected {
  const pool = new Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: options.statementTimeoutMs ?? 60_000,
    // A report whose transaction hung for longer than `compareReports` looks back would not be found; nobody was told yes yet.
    idle_in_transaction_session_timeout: 60_000,
    // Where Postgres can compile statements it would, by their estimated cost: for longer than ours run. A URL's own options come first.
    options: options.looksUpByKey ? '-c jit=off -c random_page_cost=1.1' : '-c jit=off',
    keepAlive: true,
    types: READERS,
  })
  pool.on('error', options.onError ?? (() => {}))
  // One that is cut while it is in use fails the statement under way, and tells its client as well; unheard, that would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: withPreparedStatements(pool) }) })
  return { db, pool, close: () => db.destroy() }
}
