import { sql, type Transaction } from 'kysely'
import type { Tables } from './tables.ts'

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
export async function recordAction(tx: Transaction<Tables>, done: OperatorAction): Promise<string> {
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
