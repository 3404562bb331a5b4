import { isOwnRun } from '@bridge/db'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Caller, callerOf, unauthorized } from '../authenticate.ts'
import { runNotFound } from '../billing/run-body.ts'
import type { Deps } from '../deps.ts'
import { partnerNotFound } from '../partners/partner-routes.ts'
import { routeNotFound } from '../unknown-routes.ts'

/**
 * That a portal session may use a route, and what there must be its partner's own. Said in the route's `config`, as in
 * `config: { portal: 'own' }`; a route that says nothing is there for integration tokens alone.
 *
 * `own`: the partner `:partnerId` in the path · `own-body`: `partnerId` in the body · `own-run`: the run `:runId` ·
 * `session`: the session itself, so that a token has no business there.
 */
export type PortalAccess = 'own' | 'own-body' | 'own-run' | 'session'

/** What the path of a route must be like to be marked so: a slip ends the start. */
const PATHS: Record<PortalAccess, RegExp> = {
  own: /\/:partnerId(\/|$)/,
  'own-body': /^[^:]*$/,
  'own-run': /^[^:]*\/:runId(\/[^:]*)?$/,
  session: /^[^:]*$/,
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Left out: no portal session comes in here. */
    portal?: PortalAccess
  }
}

/**
 * Lets every caller only where it may go. What is not a partner's is answered as if it did not exist.
 *
 * It runs after the rate limit (so that guessing counts) and, where the path alone decides, before the body is read.
 */
export function guardAccess(app: FastifyInstance, deps: Pick<Deps, 'db'>): void {
  app.addHook('onRoute', ({ url, config }) => {
    if (config?.portal && !PATHS[config.portal].test(url)) throw new Error(`${url} cannot be marked ${config.portal}`)
  })
  app.addHook('preParsing', async (request) => {
    const caller = callerOf(request)
    const { portal } = request.routeOptions.config
    if (caller.kind === 'token') {
      if (portal === 'session') throw unauthorized('Only a portal session has this.')
      return
    }
    if (portal === undefined) throw routeNotFound()
    if (portal === 'own') throwUnlessOwn(caller, paramOf(request, 'partnerId'))
  })
  app.addHook('preHandler', async (request) => {
    const caller = callerOf(request)
    if (caller.kind === 'token') return
    const { portal } = request.routeOptions.config
    if (portal === 'own-body') throwUnlessOwn(caller, partnerOfBody(request))
    if (portal === 'own-run') {
      const run = { runId: paramOf(request, 'runId'), partnerId: caller.partnerId }
      if (!(await isOwnRun(deps.db, run))) throw runNotFound()
    }
  })
}

/** @throws ProblemError `partner_not_found` */
function throwUnlessOwn(caller: Extract<Caller, { kind: 'session' }>, partnerId: string): void {
  if (partnerId !== caller.partnerId) throw partnerNotFound(partnerId)
}

function paramOf(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string>)[name] ?? ''
}

function partnerOfBody(request: FastifyRequest): string {
  return (request.body as { partnerId?: string | undefined } | null | undefined)?.partnerId ?? ''
}
