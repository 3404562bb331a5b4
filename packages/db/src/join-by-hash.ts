import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Fewer rows than these are always better looked for one by one, and where they are not it takes seconds, not minutes. */
const MANY_ROWS = 1_000
/** To find a row by an index takes as long as to read so much of a table from its beginning to its end. */
const PAGES_A_LOOK = 1 / 3

/**
 * Lets Postgres join in no other way than by hash tables in this transaction, which takes as long as there are rows, whatever it expects; or, with `off`, as it likes again.
 *
 * It may have counted the tables while a big transaction was writing them: many pages, and hardly a row that is committed (autovacuum does so once a minute, and counts again only a minute later).
 * Then it takes them for empty, and goes through a table, or a partner's part of it, once for each row of another: 35 s instead of 0.5 to plan 12,000 companies, and hours for more.
 */
export async function joinByHash(tx: Db, only: 'on' | 'off'): Promise<void> {
  const others = only === 'on' ? 'off' : 'on'
  await sql`select set_config(name, ${others}, true) from unnest(array['enable_nestloop', 'enable_mergejoin']) as t (name)`.execute(
    tx,
  )
}

/**
 * Does that where so many rows are to be joined with the tables that it takes no longer to read all of the biggest. One that is much bigger was not written just now, so Postgres knows how big it is, and a few rows
 * are looked for in it one by one.
 */
export async function joinManyByHash(
  tx: Db,
  many: { rows: number; with: ('company' | 'usage_count' | 'push')[] },
): Promise<void> {
  const { rows } = await sql<{ pages: number }>`
    select max(pg_relation_size(name::regclass))::double precision / current_setting('block_size')::integer as pages
    from unnest(${many.with}::text[]) as t (name)`.execute(tx)
  const isWorthIt = many.rows >= MANY_ROWS && (rows[0]?.pages ?? 0) <= many.rows * PAGES_A_LOOK
  await joinByHash(tx, isWorthIt ? 'on' : 'off')
}
