import type { FastifyInstance } from 'fastify'
import { pathOf } from './answer-problems.ts'
import { ProblemError } from './problem.ts'

/** Answers 404 where nothing is, and 405 with `Allow` where something is under another method. Add it before the routes: it watches them being made. */
export function answerUnknownRoutes(app: FastifyInstance): void {
  const methodsByPath = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    // The page answers GET for every path there is: it tells nothing about what else is at a path.
    if (url.endsWith('*')) return
    const methods = methodsByPath.get(url) ?? new Set()
    for (const one of [method].flat()) methods.add(one)
    methodsByPath.set(url, methods)
  })
  app.setNotFoundHandler((request) => {
    const path = pathOf(request)
    const allowed = [...methodsByPath].find(([pattern]) => toRegExp(pattern).test(path))?.[1]
    if (allowed && !allowed.has(request.method)) {
      const allow = [...allowed].sort().join(', ')
      throw new ProblemError('method_not_allowed', `Use one of: ${allow}.`, { headers: { allow } })
    }
    throw routeNotFound()
  })
}

/** Nothing is here. */
export function routeNotFound(): ProblemError {
  return new ProblemError('route_not_found', 'There is nothing at this address.')
}

function toRegExp(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/:[A-Za-z]+/g, '[^/]+')}$`)
}
