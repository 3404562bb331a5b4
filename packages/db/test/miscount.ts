import { sql } from 'kysely'
import type { Db } from '../src/index.ts'

/** As after autovacuum has counted while a big import, or a plan, was being written: many pages, and hardly a row that is committed. */
export async function miscount(db: Db): Promise<void> {
  await sql`
    update pg_class set relpages = 20000, reltuples = 60
    where oid in ('company'::regclass, 'usage_count'::regclass, 'account'::regclass, 'push'::regclass)`.execute(db)
}

/** The rows that Postgres read for this, of all tables. `db` has one connection, with which the work is done too: what another has read is told a moment later. */
export async function rowsRead(db: Db, work: () => Promise<unknown>): Promise<number> {
  const read = async () => {
    await sql`select pg_stat_force_next_flush()`.execute(db)
    const { rows } = await sql<{ count: number }>`
      select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::integer as count from pg_stat_user_tables`.execute(db)
    return rows[0]?.count ?? Number.NaN
  }
  const before = await read()
  await sql`select pg_stat_force_next_flush()`.execute(db)
  await work()
  return (await read()) - before
}
