import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { CALLER, type Caller, findCaller } from '../people/caller.ts'
import { isFromOurPages } from '../people/own-pages.ts'
import { ProblemError } from '../problem.ts'
import { RIGHTS, type Right } from './rights.ts'

const SAFE_METHODS = ['GET', 'HEAD']

/**
 * Lets everybody only where they may go, by the table of rights: one hook before every route of the app, whoever adds it. Add it before any
 * route. What changes something is taken from our own pages alone.
 */
export function guardRights(
  app: FastifyInstance,
  deps: Pick<Deps, 'db' | 'clock' | 'publicUrl'>,
  rights: Readonly<Record<string, Right>> = RIGHTS,
): void {
  const unused = new Set(Object.keys(rights))
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) {
      const line = lineOf(one, url)
      if (rights[line] === undefined) throw new Error(`${line} has no line in the table of rights`)
      unused.delete(line)
    }
  })
  app.addHook('onReady', async () => {
    if (unused.size > 0) throw new Error(`the table of rights has lines without a route: ${[...unused].join(', ')}`)
  })
  app.decorateRequest(CALLER, null)
  app.addHook('onRequest', async (request, reply) => {
    const changes = !SAFE_METHODS.includes(request.method)
    if (changes && !isFromOurPages(request, deps.publicUrl)) {
      throw new ProblemError('cross_site_request', 'Things are changed from our own pages alone.')
    }
    // Where nothing is, whoever looks is told so, and whoever would change something is what they are everywhere.
    if (request.is404 && !changes) return
    const right = request.is404 ? 'operator' : rights[lineOf(request.method, request.routeOptions.url ?? '')]
    if (right === 'nobody') return
    const caller = await findCaller(deps, request)
    if (!caller) return refuseNobody(request, reply)
    throwUnlessAllowed(caller, right)
    request.setDecorator(CALLER, caller)
  })
}

function lineOf(method: string, url: string): string {
  return `${method === 'HEAD' ? 'GET' : method} ${url}`
}

/** @throws ProblemError `forbidden` */
function throwUnlessAllowed(caller: Caller, right: Right | undefined): void {
  if (right === 'viewer' || (right === 'operator' && caller.role === 'operator')) return
  throw new ProblemError('forbidden', 'You may look at everything here, and change nothing.')
}

/** A person who follows a link is led to the sign-in, and back afterwards. @throws ProblemError `unauthorized` */
function refuseNobody(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.headers['sec-fetch-mode'] === 'navigate') {
    return reply.redirect(`/sign-in?${new URLSearchParams({ next: request.url })}`, 303)
  }
  throw new ProblemError('unauthorized', 'Sign in first.')
}
