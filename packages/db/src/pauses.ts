import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Stops all sending until somebody resumes it. A second stop while one holds changes nothing; answers whether this one did it. */
export async function pauseSending(db: Db, input: { reason: string; detail: string; by: string }): Promise<boolean> {
  const result = await sql`
    insert into sending_pause (reason, detail, paused_by) values (${input.reason}, ${input.detail}, ${input.by})
    on conflict do nothing`.execute(db)
  return Number(result.numAffectedRows ?? 0) > 0
}

/** Lets sending go on. Answers whether it was stopped. */
export async function resumeSending(db: Db, by: string): Promise<boolean> {
  const result = await db
    .updateTable('sending_pause')
    .set({ resumed_at: sql<Date>`now()`, resumed_by: by })
    .where('resumed_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** The stop that holds now, if one does. */
export async function openPause(db: Db) {
  return db.selectFrom('sending_pause').selectAll().where('resumed_at', 'is', null).executeTakeFirst()
}
