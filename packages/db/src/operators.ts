import { sql } from 'kysely'
import type { Db, Tx } from './connect.ts'
import { endSessionsOf } from './operator-sessions.ts'

/** A `viewer` reads everything and changes nothing; an `operator` changes things too. */
export type OperatorRole = 'viewer' | 'operator'

/** Somebody who may open the console. */
export interface Operator {
  id: string
  name: string
  role: OperatorRole
  createdAt: Date
  disabledAt: Date | null
  /** Whether they come in by a password; else by the identity provider. */
  hasPassword: boolean
}

const columns = sql`id, name, role, created_at as "createdAt", disabled_at as "disabledAt", password_hash is not null as "hasPassword"`

/** Makes an operator who comes in by a password. `undefined`: the name is taken, in whatever capitals, be it by one who is disabled. */
export async function insertOperator(
  tx: Tx,
  input: { name: string; role: OperatorRole; passwordHash: string },
): Promise<Operator | undefined> {
  const { rows } = await sql<Operator>`
    insert into operator (name, role, password_hash) values (${input.name}, ${input.role}, ${input.passwordHash})
    on conflict do nothing returning ${columns}`.execute(tx)
  return rows[0]
}

/** All operators, by name, disabled ones too. */
export async function listOperators(db: Db): Promise<Operator[]> {
  const { rows } = await sql<Operator>`select ${columns} from operator order by lower(name)`.execute(db)
  return rows
}

/** The operator of this name, in whatever capitals, with the hash of the password. */
export async function findOperator(
  db: Db,
  name: string,
): Promise<(Operator & { passwordHash: string | null }) | undefined> {
  const { rows } = await sql<Operator & { passwordHash: string | null }>`
    select ${columns}, password_hash as "passwordHash" from operator where lower(name) = lower(${name})`.execute(db)
  return rows[0]
}

/** Gives an operator another password, and ends all sessions of theirs. */
export async function setOperatorPassword(
  tx: Tx,
  input: { operatorId: string; passwordHash: string; now: Date },
): Promise<void> {
  await sql`update operator set password_hash = ${input.passwordHash} where id = ${input.operatorId}`.execute(tx)
  await endSessionsOf(tx, input)
}

/** Shuts an operator out, at once: no sign-in, no session. Answers whether they were in until now. */
export async function disableOperator(tx: Tx, input: { operatorId: string; now: Date }): Promise<boolean> {
  const disabled = await sql`
    update operator set disabled_at = ${input.now} where id = ${input.operatorId} and disabled_at is null`.execute(tx)
  await endSessionsOf(tx, input)
  return Number(disabled.numAffectedRows ?? 0) > 0
}

/** Lets a disabled operator in again. Answers whether they were shut out until now. */
export async function enableOperator(tx: Tx, operatorId: string): Promise<boolean> {
  const enabled = await sql`
    update operator set disabled_at = null where id = ${operatorId} and disabled_at is not null`.execute(tx)
  return Number(enabled.numAffectedRows ?? 0) > 0
}

/**
 * The operator behind an identity of the provider's, with the role that it gives now, and the one that it gave before (null: made just now, at
 * the first sign-in). `names` are tried in turn, since an operator's name is never another's: who comes in by the provider does not become the
 * operator of that name who has a password.
 */
export async function operatorByIdentity(
  tx: Tx,
  input: { issuer: string; subject: string; role: OperatorRole; names: string[] },
): Promise<{ operator: Operator; roleBefore: OperatorRole | null }> {
  const { issuer, subject, role, names } = input
  const known = await updateRole(tx, input)
  if (known) return known
  for (const name of names) {
    const { rows } = await sql<Operator>`
      insert into operator (name, role, oidc_issuer, oidc_subject) values (${name}, ${role}, ${issuer}, ${subject})
      on conflict do nothing returning ${columns}`.execute(tx)
    if (rows[0]) return { operator: rows[0], roleBefore: null }
    // Another first sign-in of theirs may have been quicker.
    const meanwhile = await updateRole(tx, input)
    if (meanwhile) return meanwhile
  }
  throw new Error('every name for the new operator is taken')
}

async function updateRole(
  tx: Tx,
  input: { issuer: string; subject: string; role: OperatorRole },
): Promise<{ operator: Operator; roleBefore: OperatorRole } | undefined> {
  const { rows } = await sql<Operator & { roleBefore: OperatorRole }>`
    with before as (
      select id as known_id, role as role_before from operator where oidc_issuer = ${input.issuer} and oidc_subject = ${input.subject} for update)
    update operator set role = ${input.role} from before where id = known_id
    returning ${columns}, role_before as "roleBefore"`.execute(tx)
  const [row] = rows
  if (!row) return undefined
  const { roleBefore, ...operator } = row
  return { operator, roleBefore }
}
