import { type Actor, type Operator, operatorByIdentity, recordAction } from '@bridge/db'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { toProblem } from '../answer-problems.ts'
import type { Api } from '../api.ts'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../problem.ts'
import { routeNotFound } from '../unknown-routes.ts'
import { flowCookie, sessionCookie } from './cookie.ts'
import { createIdentityProvider, type Identity } from './identity-provider.ts'
import { beginSession } from './sign-in.ts'

const flowSchema = z.object({ state: z.string(), nonce: z.string(), codeVerifier: z.string(), next: z.string() })
const CALLBACK = '/api/oidc/callback'

/** Signing in at the identity provider, where there is one: there and back. */
export function addOidcRoutes(api: Api, deps: Deps): void {
  const own = deps.publicUrl?.replace(/\/+$/, '') ?? ''
  const provider = deps.oidc && createIdentityProvider(deps.oidc, `${own}${CALLBACK}`)
  const cookie = flowCookie(deps)
  const session = sessionCookie(deps)

  api.route({
    method: 'GET',
    url: '/api/oidc/start',
    schema: { querystring: z.object({ next: z.string().max(2_000).optional() }) },
    handler: async (request, reply) => {
      if (!provider) throw routeNotFound()
      try {
        const { url, flow } = await vouchedFor(provider.begin())
        const kept = JSON.stringify({ ...flow, next: localPath(request.query.next) })
        return reply
          .setCookie(cookie.name, Buffer.from(kept).toString('base64url'), cookie.options)
          .redirect(url.href, 303)
      } catch (error) {
        return backToSignIn(deps, reply, error)
      }
    },
  })

  api.route({
    method: 'GET',
    url: CALLBACK,
    handler: async (request, reply) => {
      if (!provider) throw routeNotFound()
      reply.clearCookie(cookie.name, cookie.options)
      try {
        const flow = readFlow(request.cookies[cookie.name])
        const identity = await vouchedFor(provider.finish(new URL(request.url, `${own}/`), flow))
        const text = await letIn(deps, request, identity)
        reply.setCookie(session.name, text, session.options)
        return goOn(reply, localPath(flow.next))
      } catch (error) {
        return backToSignIn(deps, reply, error)
      }
    },
  })
}

/** @throws ProblemError `identity_provider_failed` */
async function vouchedFor<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    throw new ProblemError('identity_provider_failed', error instanceof Error ? error.message : String(error))
  }
}

/** Begins a session of whoever this is. Answers the text of its cookie. @throws ProblemError `no_role`, `sign_in_refused` */
async function letIn(deps: Deps, request: FastifyRequest, identity: Identity): Promise<string> {
  const { issuer, subject, role, name } = identity
  if (role === undefined) throw new ProblemError('no_role', `The identity provider gives ${name} no role here.`)
  const address = request.ip
  const names = [name, `${name} (${new URL(issuer).host})`, `${name} (${subject})`]
  const operator = await deps.db.transaction().execute(async (tx) => {
    const found = await operatorByIdentity(tx, { issuer, subject, role, names })
    const by: Actor = { ...actorOf(found.operator), address }
    const onRows = { operatorId: found.operator.id }
    const { roleBefore } = found
    if (roleBefore === null) {
      await recordAction(tx, {
        by,
        action: 'operator.create',
        onRows,
        after: { name: found.operator.name, role, issuer },
      })
    } else if (roleBefore !== role) {
      await recordAction(tx, {
        by,
        action: 'operator.role',
        onRows,
        before: { role: roleBefore },
        after: { role, issuer },
      })
    }
    return found.operator
  })
  return beginSession(deps, { operator, passwordHash: null, address, by: 'identity provider' })
}

function actorOf(operator: Operator): Omit<Actor, 'address'> {
  return { operatorId: operator.id, name: operator.name, via: 'console' }
}

/** @throws ProblemError `identity_provider_failed` */
function readFlow(kept: string | undefined): z.output<typeof flowSchema> {
  try {
    return flowSchema.parse(JSON.parse(Buffer.from(kept ?? '', 'base64url').toString('utf8')))
  } catch {
    throw new ProblemError(
      'identity_provider_failed',
      'This browser did not begin the sign-in, or took longer than ten minutes.',
    )
  }
}

/** A path of ours, never another site's; the first page where it is none. */
function localPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])[^\p{Cc}\\]*$/u.test(path) ? path : '/'
}

/**
 * To the page from here, and not by a redirect: the browser came from another site, and would follow that without the session's cookie.
 */
function goOn(reply: FastifyReply, path: string): FastifyReply {
  const safe = path.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
  return reply
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="en"><title>Signed in</title><meta http-equiv="refresh" content="0;url=${safe}"><a href="${safe}">Go on</a></html>`,
    )
}

/** A person stands before this: the sign-in page says what went wrong. */
function backToSignIn(deps: Deps, reply: FastifyReply, error: unknown): FastifyReply {
  const { code } = toProblem(error)
  if (code === 'internal_error') deps.log.error({ err: error }, 'a sign-in failed unforeseen')
  else
    deps.log.warn(
      { code, why: error instanceof Error ? error.message : '' },
      'a sign-in at the identity provider failed',
    )
  return reply.redirect(`/sign-in?${new URLSearchParams({ problem: code })}`, 303)
}
