import type { FastifyRequest } from 'fastify'
import type { Call } from './call-log.ts'
import type { AnswerFault, ConnectionFault } from './fault-kinds.ts'
import type { RouteName } from './fault-switches.ts'
import type { Partner } from './partners.ts'
import { VendorApiError } from './vendor-api-error.ts'

/** What the hooks know about a request to Gradient's routes. */
export interface VendorApiCall {
  logged: Call
  /** Undefined on vendor calls without a partner. */
  partner: Partner | undefined
  /** Strikes once the effect was applied. */
  faultAfter: AnswerFault | ConnectionFault | undefined
  /** Set once a fault broke the connection off, or let it hang. */
  brokenBy: 'reset' | 'timeout' | undefined
}

export const CALL_DECORATOR = 'sandboxCall'

/** The call behind a request; every request to `/api` has one. */
export function callOf(request: FastifyRequest): VendorApiCall {
  return request.getDecorator<VendorApiCall>(CALL_DECORATOR)
}

/** The partner behind a request. Throws 401 where there is none. */
export function partnerOf(request: FastifyRequest): Partner {
  const { partner } = callOf(request)
  if (!partner) throw new VendorApiError(401, 'Unauthorized')
  return partner
}

/** Which route this is, in the words of the faults and the call log. */
export function routeNameOf(request: FastifyRequest): RouteName {
  return (request.routeOptions.config as { routeName?: RouteName }).routeName ?? 'unknown'
}
