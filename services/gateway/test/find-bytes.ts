import type { Db } from '@bridge/db'
import { sql } from 'kysely'

/** Which tables have these bytes anywhere in a row, as text or within a `bytea`. */
export async function findBytes({ database: { db } }: { database: { db: Db } }, needle: Buffer): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`.execute(db)
  const found: string[] = []
  for (const { name } of rows) {
    const hits = await sql`
      select from ${sql.table(name)} t
      where position(${needle.toString('hex')} in encode(convert_to(t::text, 'UTF8'), 'hex')) > 0
        or position(${needle.toString('hex')} in t::text) > 0`.execute(db)
    if (hits.rows.length > 0) found.push(name)
  }
  return found
}
