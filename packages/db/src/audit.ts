import { sql } from 'kysely'
import type { Db, Tx } from './connect.ts'

/** Who does something, from where, and through which door. */
export interface Actor {
  /** Null where it is nobody with an account, such as whoever sits at the shell. */
  operatorId: string | null
  /** Kept with the action as it is now. */
  name: string
  /** The network address, or the machine's name at the shell. */
  address: string | null
  via: 'console' | 'board' | 'shell'
}

/** Something that an operator does. */
export interface OperatorAction {
  by: Actor
  /** What, as a stable code such as `retry.start`. */
  action: string
  /** Why, in the operator's words. */
  reason?: string | undefined
  /** On which rows: ids by what they are ids of, such as `{ partnerId, runId }`. */
  onRows?: Record<string, unknown> | undefined
  before?: unknown
  after?: unknown
}

/**
 * Records an action, in the very transaction that does it: there is neither one without the other. What is recorded can never be changed or
 * removed. Answers its id.
 */
export async function recordAction(tx: Tx, done: OperatorAction): Promise<string> {
  const { by } = done
  const json = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value))
  const { rows } = await sql<{ id: string }>`
    insert into operator_action (via, operator_id, operator_name, address, action, reason, on_rows, before, after)
    values (${by.via}, ${by.operatorId}, ${by.name}, ${by.address}, ${done.action}, ${done.reason ?? null}, ${json(done.onRows) ?? '{}'},
      ${json(done.before)}, ${json(done.after)})
    returning id`.execute(tx)
  const id = rows[0]?.id
  if (id === undefined) throw new Error('the action was not recorded')
  return id
}

/** An action as it was recorded. */
export interface RecordedAction {
  id: string
  at: Date
  via: Actor['via']
  /** Null where it was nobody with an account. */
  operatorId: string | null
  operatorName: string
  address: string | null
  action: string
  reason: string | null
  onRows: Record<string, unknown>
  before: unknown
  after: unknown
  /** `at` to the microsecond, for cursors. */
  place: string
}

/** Which actions. */
export interface ActionScope {
  /** What is looked for in everything that was recorded. Capital and small letters are one; no character is a wildcard. */
  search?: string | undefined
  /** A name, as it was then, in whatever capitals. */
  operator?: string | undefined
  /** A code, or the beginning of several: `retry` is `retry.start` and `retry.stop` too. */
  action?: string | undefined
  /** From this moment on. */
  from?: Date | undefined
  /** Before this moment. */
  to?: Date | undefined
}

/** Recorded actions, the newest first; `before` is the place and id of the one that the last page ended with. */
export async function listActions(
  db: Db,
  input: ActionScope & { before: { place: string; id: string } | null; limit: number },
): Promise<RecordedAction[]> {
  const { search, operator, action, from, to, before, limit } = input
  const conditions = [
    search === undefined ? undefined : sql`strpos(search_words, (select search_text(${search}::text) collate "C")) > 0`,
    operator === undefined ? undefined : sql`lower(operator_name) = lower(${operator})`,
    action === undefined ? undefined : sql`(action = ${action} or starts_with(action, ${`${action}.`}))`,
    from === undefined ? undefined : sql`at >= ${from}`,
    to === undefined ? undefined : sql`at < ${to}`,
    before === null ? undefined : sql`(at, id) < (${before.place}::timestamptz, ${before.id}::bigint)`,
  ].filter((condition) => condition !== undefined)
  const { rows } = await sql<RecordedAction>`
    select id, at, via, operator_id as "operatorId", operator_name as "operatorName", address, action, reason, on_rows as "onRows", before, after,
      to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place
    from operator_action where ${conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)}
    order by at desc, id desc limit ${limit}`.execute(db)
  return rows
}
