import { type Kysely, sql } from 'kysely'

/** Why somebody changes jobs in the queue dashboard: said once, it counts for a while in that session. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
alter table operator_session add column board_reason text, add column board_reason_until timestamptz,
  add constraint operator_session_board_reason check ((board_reason is null) = (board_reason_until is null));
`.execute(db)
}
