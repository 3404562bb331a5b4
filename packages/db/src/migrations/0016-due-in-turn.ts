import { type Kysely, sql } from 'kysely'

/**
 * What waits lies in the order of its turns together with when it is due, so that who looks for the first turns that are due reads those, and of a count that waits for later no more than its entry.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
drop index push_waiting;
create index push_waiting on push (turn, id, due_at) where outcome = 'waiting';
`.execute(db)
}
