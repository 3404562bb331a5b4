import { findPortalSession, type PortalSession } from '@bridge/db'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from './deps.ts'
import { portalCookie } from './portal/cookie.ts'
import { isFromOurPages } from './portal/own-address.ts'
import { isSecretText } from './portal/secret-text.ts'
import { ProblemError } from './problem.ts'
import { hashToken } from './token-directory.ts'

/** Who makes a request under `/v1`: an integration token, or a browser that came in by a portal link. */
export type Caller = { kind: 'token'; id: string } | SessionCaller

/** A portal session; with `hash` it can be looked up again, by answers that stay open. */
type SessionCaller = { kind: 'session'; hash: Buffer } & PortalSession

const CALLER = 'caller'
const SAFE_METHODS = ['GET', 'HEAD']

/**
 * Finds out who calls, for every route of this part of the app: by its token, or, where it shows none, by its portal session. What a
 * session may use is decided by `guardAccess`.
 */
export function authenticate(app: FastifyInstance, deps: Pick<Deps, 'tokens' | 'db' | 'clock' | 'publicUrl'>): void {
  const cookie = portalCookie(deps)

  async function callerByToken(header: string): Promise<Caller> {
    const text = bearerText(header)
    if (text === undefined) throw unauthorized('Send Authorization: Bearer and an integration token.')
    const id = await deps.tokens.find(text)
    if (id === undefined) throw unauthorized('The token is not known, or was revoked.')
    return { kind: 'token', id }
  }

  async function callerBySession(text: string): Promise<Caller> {
    const hash = hashToken(text)
    const session = isSecretText(text) && (await findPortalSession(deps.db, { hash, now: deps.clock.now() }))
    if (!session) throw unauthorized('The session is over. Follow a new link into the portal.')
    return { kind: 'session', hash, ...session }
  }

  app.decorateRequest(CALLER, null)
  app.addHook('onRequest', async (request) => {
    const header = request.headers.authorization
    const session = request.cookies[cookie.name]
    if (header !== undefined || session === undefined) {
      return request.setDecorator(CALLER, await callerByToken(header ?? ''))
    }
    const caller = await callerBySession(session)
    if (!SAFE_METHODS.includes(request.method) && !isFromOurPages(request, deps.publicUrl)) {
      throw new ProblemError('cross_site_request', 'A portal session may change things only from our own pages.')
    }
    request.setDecorator(CALLER, caller)
  })
}

/** The text of the token in an `Authorization` header, if there is one. */
export function bearerText(header: string): string | undefined {
  return /^Bearer +([\x21-\x7e]{1,512}) *$/i.exec(header)?.[1]
}

/** Who makes this request under `/v1`. */
export function callerOf(request: FastifyRequest): Caller {
  return request.getDecorator<Caller>(CALLER)
}

/** The portal session that makes this request. @throws ProblemError `unauthorized` */
export function sessionOf(request: FastifyRequest): SessionCaller {
  const caller = callerOf(request)
  if (caller.kind !== 'session') throw unauthorized('Only a portal session has this.')
  return caller
}

/** Nobody we know, or nobody for this. */
export function unauthorized(detail: string): ProblemError {
  return new ProblemError('unauthorized', detail, {
    headers: { 'www-authenticate': 'Bearer realm="gradient-bridge"' },
  })
}
