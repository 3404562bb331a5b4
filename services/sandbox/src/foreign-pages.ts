import type { FastifyReply, FastifyRequest } from 'fastify'
import { ControlError } from './problem.ts'

/**
 * Refuses changes that a web page of another origin asks for: the sandbox listens on loopback, where every site that a developer
 * opens can send a form. Programs send neither header and pass.
 */
export function refuseForeignPages(request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void {
  const isAllowed = request.method === 'GET' || request.method === 'HEAD' || isOwnPage(request)
  const words = 'Changes are taken from programs and from the pages of the sandbox itself.'
  done(isAllowed ? undefined : new ControlError(403, 'foreign_page', words))
}

function isOwnPage(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin, host } = request.headers
  return origin === undefined || origin === `http://${host}`
}
