import type { Db } from '@bridge/db'
import { sql } from 'kysely'

/** Every row of every table, as text. */
export async function dumpTables({ database: { db } }: { database: { db: Db } }): Promise<Record<string, string[]>> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(db)
  const dump: Record<string, string[]> = {}
  for (const { name } of rows) {
    const found = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t order by 1`.execute(db)
    dump[name] = found.rows.map(({ row }) => row)
  }
  return dump
}
