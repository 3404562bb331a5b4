import { type Actor, findOperatorSession, type OperatorSession } from '@bridge/db'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../problem.ts'
import { sessionCookie } from './cookie.ts'
import { hashText, isSecretText } from './secret-text.ts'

/** Where the guard leaves whom it let in. */
export const CALLER = 'caller'

/** An operator who is signed in; with `hash` the session can be looked up again, by answers that stay open. */
export type Caller = OperatorSession & { hash: Buffer }

/** Who is signed in where this request comes from, as of now. */
export async function findCaller(
  deps: Pick<Deps, 'db' | 'clock' | 'publicUrl'>,
  request: FastifyRequest,
): Promise<Caller | undefined> {
  const text = request.cookies[sessionCookie(deps).name]
  if (text === undefined || !isSecretText(text)) return undefined
  const hash = hashText(text)
  const session = await findOperatorSession(deps.db, { hash, now: deps.clock.now() })
  return session && { hash, ...session }
}

/** Who makes this request. @throws ProblemError `unauthorized`, where the route is open to nobody in particular */
export function callerOf(request: FastifyRequest): Caller {
  const caller = request.getDecorator<Caller | null>(CALLER)
  if (!caller) throw new ProblemError('unauthorized', 'Sign in first.')
  return caller
}

/** Who makes this request, as the audit keeps it. */
export function actorOf(request: FastifyRequest, via: 'console' | 'board' = 'console'): Actor {
  const { operatorId, name } = callerOf(request)
  return { operatorId, name, address: request.ip, via }
}
