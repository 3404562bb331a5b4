import { connect } from '@bridge/db'
import type { PoolClient } from 'pg'
import { walkHotPath } from './hot-path.ts'

/** A query of the hot path, and how Postgres went about each of its statements. */
export interface PlannedQuery {
  query: string
  plans: string[]
}

/** Statements are prepared by then, and their plans are those of a worker that has been at work. */
const WARM_UP = 8

/** Walks the hot path of a database, and has Postgres tell the plans of the last walk (auto_explain, for which one must be its superuser). */
export async function plansOfHotPath(url: string): Promise<PlannedQuery[]> {
  const { db, pool, close } = connect({ url, applicationName: 'plans', statementTimeoutMs: 0, poolSize: 1 })
  let told: PlannedQuery[] = []
  pool.on('connect', (client: PoolClient) =>
    client.on('notice', ({ message }) => {
      if (message?.startsWith('duration:')) told.at(-1)?.plans.push(withoutText(message))
    }),
  )
  try {
    await pool.query(`load 'auto_explain'`)
    await pool.query(`set client_min_messages = notice; set auto_explain.log_level = notice; set auto_explain.log_analyze = on;
      set auto_explain.log_buffers = on; set auto_explain.log_timing = off; set auto_explain.log_min_duration = 0`)
    for (let walk = 0; walk <= WARM_UP; walk += 1) {
      told = []
      await walkHotPath(db, (query) => told.push({ query, plans: [] }))
    }
    return told
  } finally {
    await close()
  }
}

/** The plan alone, without the statement that it is of and without estimates, which no one reads in a document. */
function withoutText(message: string): string {
  // The plan's first line is the first one with costs in it.
  const plan = message.slice(message.search(/\n(?=\S.* {2}\(cost=)/) + 1)
  return plan.replaceAll(/\(cost=[^)]*\) /g, '')
}
