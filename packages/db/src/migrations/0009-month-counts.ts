import { type Kysely, sql } from 'kysely'

/** The few of a month that Gradient has not taken, so that a month is counted without the many that it has (`push_billed`) being told apart. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create index push_not_billed on push (period, outcome) where outcome <> 'accepted'`.execute(db)
}
