import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** From so many rows on a plan that goes through a table once for each of them would take long. Fewer are better looked for in big tables one by one. */
export const MANY_ROWS = 10_000

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
