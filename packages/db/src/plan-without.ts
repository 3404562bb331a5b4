import { sql } from 'kysely'
import type { Tx } from './connect.ts'

/**
 * Keeps Postgres in this transaction from a way of its own that it may choose by what it believes of the tables: `seqscan`, to read a table instead of looking rows up; `sort`, to read all
 * and sort instead of reading in an index's order until there is enough. For statements that no wording keeps from it.
 */
export async function planWithout(tx: Tx, way: 'seqscan' | 'sort'): Promise<void> {
  await sql`select set_config(${`enable_${way}`}, 'off', true)`.execute(tx)
}
