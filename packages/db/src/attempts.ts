import type { Insertable } from 'kysely'
import type { Db } from './connect.ts'
import type { Tables } from './tables.ts'

/** Records one HTTP call made for accounts; the calls for pushes are recorded when they settle. */
export async function recordAttempt(db: Db, attempt: Insertable<Tables['attempt']>): Promise<void> {
  await db.insertInto('attempt').values(attempt).execute()
}
