import { type Insertable, sql } from 'kysely'
import type { Db } from './connect.ts'
import type { Tables } from './tables.ts'

/** Records one HTTP call made for accounts; the calls for pushes are recorded when they settle. */
export async function recordAttempt(db: Db, attempt: Insertable<Tables['attempt']>): Promise<void> {
  await db.insertInto('attempt').values(attempt).execute()
}

/** Of `a` (an attempt): Gradient took the number. Worded as the index `attempt_taken` has it. */
export const isTaken = sql`a.http_status between 200 and 299 and a.reason is null`

/** Of `a`: Gradient answered that the account is not mapped. Worded as the index `attempt_unmapped` has it. */
export const isUnmapped = sql`a.reason = 'unmapped'`
