import { type Kysely, sql } from 'kysely'

/** What the console reads over many months is read from indexes alone, and the table is vacuumed so often that this stays so. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
create index push_billed on push (period) include (unit_count) where outcome = 'accepted';
-- runs that operators ordered for everybody: part of each company's story
create index operator_action_run on operator_action (at) where action = 'run.order';
-- An index alone answers only for pages that were vacuumed since they changed. A month is a small part of the table and changes whole.
alter table push set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
`.execute(db)
}
