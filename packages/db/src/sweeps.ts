import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** The last round of the sweep, by the database's clock, and whether somebody wants another one at once. */
export interface SweepView {
  everyMs: number | null
  beganAt: Date | null
  endedAt: Date | null
  /** What it found and moved. */
  found: unknown
  askedAt: Date | null
}

/** Notes that a round of the sweep begins: what was asked for up to now is answered by it. */
export async function beginSweep(db: Db, everyMs: number): Promise<void> {
  await sql`update sweep set began_at = now(), every_ms = ${everyMs}`.execute(db)
}

/** Notes that a round has ended, and what it found. */
export async function endSweep(db: Db, found: Record<string, unknown>): Promise<void> {
  await sql`update sweep set ended_at = now(), found = ${JSON.stringify(found)}`.execute(db)
}

/** Asks for a round at once. It stands in Postgres, so that it comes also where nobody can be nudged. */
export async function askForSweep(db: Db): Promise<void> {
  await sql`update sweep set asked_at = now()`.execute(db)
}

/** Whether a round was asked for that has not begun. */
export async function sweepIsAsked(db: Db): Promise<boolean> {
  const { rows } = await sql`select from sweep where asked_at > coalesce(began_at, '-infinity')`.execute(db)
  return rows.length > 0
}

/** How the sweep stands. */
export async function viewSweep(db: Db): Promise<SweepView> {
  const { rows } = await sql<SweepView>`
    select every_ms as "everyMs", began_at as "beganAt", ended_at as "endedAt", found, asked_at as "askedAt" from sweep`.execute(
    db,
  )
  return rows[0] ?? { everyMs: null, beganAt: null, endedAt: null, found: null, askedAt: null }
}
