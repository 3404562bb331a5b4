import { sql } from 'kysely'
import type { Db, Tx } from '../src/index.ts'

/** The rows of these tables that Postgres read for this work. */
export async function rowsRead(db: Db, work: (tx: Tx) => Promise<unknown>, tables = ['push']): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const read = async () => {
      const { rows } = await sql<{ count: number }>`
        select sum(seq_tup_read + idx_tup_fetch)::integer as count from pg_stat_xact_user_tables
        where relname = any(${tables})`.execute(tx)
      return rows[0]?.count ?? Number.NaN
    }
    const before = await read()
    await work(tx)
    return (await read()) - before
  })
}
