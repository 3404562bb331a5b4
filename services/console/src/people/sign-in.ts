import {
  type Actor,
  countSignInTry,
  findOperator,
  forgetSignInTries,
  insertOperatorSession,
  type Operator,
  recordAction,
  sweepOperatorAccess,
} from '@bridge/db'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../problem.ts'
import { SESSION_SECONDS } from './cookie.ts'
import { hashText, newSecretText } from './secret-text.ts'

/** Tries are counted over so long, from the first of them on. */
const WINDOW_MS = 5 * 60_000
/** Of one address: there may be several people behind it. */
const MOST_OF_ADDRESS = 30
/** Of one name, from wherever. Whoever uses them up keeps that person out for minutes, not for good. */
const MOST_OF_NAME = 10

type SignInDeps = Pick<Deps, 'db' | 'clock' | 'log' | 'passwords'>

/**
 * Signs somebody in by name and password. Answers the operator and the text of the session's cookie.
 *
 * An unknown name, a wrong password, a disabled operator: the answer is the same, and takes as long. Tries are counted in Postgres, since there
 * may be two consoles, and since starting one anew must not give anybody new tries.
 * @throws ProblemError `sign_in_refused`, `too_many_requests`
 */
export async function signIn(
  deps: SignInDeps,
  input: { name: string; password: string; address: string },
): Promise<{ operator: Operator; text: string }> {
  const { db, log } = deps
  const { name, password, address } = input
  const nameKey = hashText(`name ${name.toLowerCase()}`)
  await countTry(deps, hashText(`address ${address}`), MOST_OF_ADDRESS)
  await countTry(deps, nameKey, MOST_OF_NAME)
  const operator = await findOperator(db, name)
  const isRight = await deps.passwords.isRight(password, operator?.passwordHash)
  if (!operator || !isRight || operator.disabledAt) {
    // The name is told where it is one: people type passwords where names belong.
    log.warn({ operator: operator?.name, address }, 'a sign-in was refused')
    throw refused()
  }
  const text = await beginSession(deps, { operator, passwordHash: operator.passwordHash, address, by: 'password' })
  await forgetSignInTries(db, nameKey)
  return { operator, text }
}

/**
 * Begins a session and records it. Answers the text of its cookie.
 * @throws ProblemError `sign_in_refused`: the operator was shut out meanwhile
 */
export async function beginSession(
  deps: Pick<SignInDeps, 'db' | 'clock' | 'log'>,
  input: { operator: Operator; passwordHash: string | null; address: string; by: 'password' | 'identity provider' },
): Promise<string> {
  const { operator, passwordHash, address } = input
  const text = newSecretText()
  const now = deps.clock.now()
  const actor: Actor = { operatorId: operator.id, name: operator.name, address, via: 'console' }
  const isIn = await deps.db.transaction().execute(async (tx) => {
    const session = {
      hash: hashText(text),
      operatorId: operator.id,
      passwordHash,
      address,
      now,
      expiresAt: new Date(now.getTime() + SESSION_SECONDS * 1_000),
    }
    if (!(await insertOperatorSession(tx, session))) return false
    await recordAction(tx, { by: actor, action: 'session.begin', after: { by: input.by, role: operator.role } })
    return true
  })
  if (!isIn) throw refused()
  sweepOperatorAccess(deps.db, { now, windowMs: WINDOW_MS }).catch((error: unknown) =>
    deps.log.warn({ err: error }, 'old sessions and tries to sign in were not removed'),
  )
  return text
}

/** @throws ProblemError `too_many_requests` */
async function countTry(deps: SignInDeps, key: Buffer, most: number): Promise<void> {
  const now = deps.clock.now()
  const { tries, beganAt } = await countSignInTry(deps.db, { key, now, windowMs: WINDOW_MS })
  if (tries <= most) return
  const waitMs = Math.max(beganAt.getTime() + WINDOW_MS - now.getTime(), 1_000)
  throw new ProblemError('too_many_requests', 'There were too many tries to sign in. Wait some minutes.', {
    headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) },
  })
}

function refused(): ProblemError {
  return new ProblemError('sign_in_refused', 'Look at both again, capital letters too.')
}
