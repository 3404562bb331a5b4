import { findPortalSession } from '@bridge/db'
import type { FastifyRequest } from 'fastify'
import { bearerText, callerOf } from '../authenticate.ts'
import type { Deps } from '../deps.ts'

/**
 * Whether whoever made this request might make it again now: its token was not revoked, its session has not ended. A session's time is up also
 * where Postgres cannot be asked.
 */
export async function stillAllowed(
  deps: Pick<Deps, 'db' | 'clock' | 'tokens'>,
  request: FastifyRequest,
): Promise<boolean> {
  const caller = callerOf(request)
  if (caller.kind === 'token') {
    return (await deps.tokens.find(bearerText(request.headers.authorization ?? '') ?? '')) === caller.id
  }
  const now = deps.clock.now()
  if (caller.expiresAt <= now) return false
  return (await findPortalSession(deps.db, { hash: caller.hash, now })) !== undefined
}
