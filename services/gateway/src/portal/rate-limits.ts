import type { FastifyRequest } from 'fastify'
import { callerOf } from '../authenticate.ts'

/** Requests that one session may make in ten seconds: a page makes a few, a person reloads it. */
const SESSION_PER_10_S = 600
/** Keys that may be pasted in one session in a minute. Each is tried with Gradient, out of the whole fleet's budget. */
const PASTES_PER_MINUTE = 10

interface Limited {
  rateLimitPer10s: number
}

/** What one caller may ask for. */
export function requestLimit(deps: Limited) {
  const ofSession = Math.min(SESSION_PER_10_S, deps.rateLimitPer10s)
  return {
    max: (request: FastifyRequest) => (isSession(request) ? ofSession : deps.rateLimitPer10s),
    timeWindow: 10_000,
  }
}

/** How often one caller may try a key. A token is limited here as elsewhere. */
export function keyPasteLimit(deps: Limited) {
  return {
    max: (request: FastifyRequest) => (isSession(request) ? PASTES_PER_MINUTE : deps.rateLimitPer10s),
    timeWindow: (request: FastifyRequest) => (isSession(request) ? 60_000 : 10_000),
  }
}

function isSession(request: FastifyRequest): boolean {
  return callerOf(request).kind === 'session'
}
