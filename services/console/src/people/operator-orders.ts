import { randomBytes } from 'node:crypto'
import {
  type Actor,
  type Db,
  disableOperator,
  enableOperator,
  findOperator,
  insertOperator,
  type Operator,
  type OperatorRole,
  recordAction,
  setOperatorPassword,
} from '@bridge/db'
import { hashPassword } from './password.ts'

/** Who gives an order at the shell, and when. */
export interface OrderDeps {
  db: Db
  by: Actor
  now: Date
}

/** An operator with the password that was made for them, which is told this once; `null` where they brought their own. */
export interface WithPassword {
  id: string
  name: string
  role: OperatorRole
  password: string | null
}

/** Makes an operator. `undefined`: the name is taken. */
export async function createOperator(
  { db, by }: OrderDeps,
  order: { name: string; role: OperatorRole; password: string | undefined },
): Promise<WithPassword | undefined> {
  const { name, role } = order
  const made = order.password === undefined ? newPassword() : null
  const passwordHash = await hashPassword(made ?? order.password ?? '')
  return db.transaction().execute(async (tx) => {
    const operator = await insertOperator(tx, { name, role, passwordHash })
    if (!operator) return undefined
    const onRows = { operatorId: operator.id }
    await recordAction(tx, { by, action: 'operator.create', onRows, after: { name, role } })
    return { id: operator.id, name, role, password: made }
  })
}

/** Gives an operator another password; all their sessions end. `undefined`: there is none of that name. */
export async function changePassword(
  { db, by, now }: OrderDeps,
  order: { name: string; password: string | undefined },
): Promise<WithPassword | undefined> {
  const operator = await findOperator(db, order.name)
  if (!operator) return undefined
  const made = order.password === undefined ? newPassword() : null
  const passwordHash = await hashPassword(made ?? order.password ?? '')
  const { id: operatorId, name, role } = operator
  await db.transaction().execute(async (tx) => {
    await setOperatorPassword(tx, { operatorId, passwordHash, now })
    await recordAction(tx, { by, action: 'operator.password', onRows: { operatorId }, after: { name } })
  })
  return { id: operatorId, name, role, password: made }
}

/** Shuts an operator out, or lets one in again. Twice is once. `undefined`: there is none of that name. */
export async function setDisabled(
  { db, by, now }: OrderDeps,
  order: { name: string; disabled: boolean },
): Promise<Operator | undefined> {
  const operator = await findOperator(db, order.name)
  if (!operator) return undefined
  const { id: operatorId, name } = operator
  const { disabled } = order
  await db.transaction().execute(async (tx) => {
    const changed = disabled ? await disableOperator(tx, { operatorId, now }) : await enableOperator(tx, operatorId)
    if (!changed) return
    const change = { before: { name, disabled: !disabled }, after: { name, disabled } }
    await recordAction(tx, {
      by,
      action: `operator.${disabled ? 'disable' : 'enable'}`,
      onRows: { operatorId },
      ...change,
    })
  })
  return operator
}

/** 120 random bits, in letters that can be read out. */
function newPassword(): string {
  return randomBytes(15).toString('base64url')
}
