import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Why an operator changes jobs in the queue dashboard, as they said it, and until when it counts. */
export interface BoardReason {
  reason: string
  until: Date
}

/** Keeps the reason with the session, in the place of an earlier one. */
export async function keepBoardReason(db: Db, input: BoardReason & { sessionId: string }): Promise<void> {
  await sql`
    update operator_session set board_reason = ${input.reason}, board_reason_until = ${input.until}
    where id = ${input.sessionId}`.execute(db)
}

/** The reason that counts in this session now, if there is one. */
export async function findBoardReason(
  db: Db,
  input: { sessionId: string; now: Date },
): Promise<BoardReason | undefined> {
  const { rows } = await sql<BoardReason>`
    select board_reason as reason, board_reason_until as until from operator_session
    where id = ${input.sessionId} and board_reason_until > ${input.now}`.execute(db)
  return rows[0]
}
