import { type Kysely, sql } from 'kysely'

/**
 * What was reported lately is found without reading what was reported before: the sweep compares it with a run that was just planned. Reports come in the order of their
 * time, so a few bytes for each stretch of the table will do, and a report costs no more for it.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create index usage_count_reported on usage_count using brin (reported_at)`.execute(db)
}
