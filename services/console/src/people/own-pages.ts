import type { FastifyRequest } from 'fastify'

/**
 * Whether a page of our own made this request: as the browser says it (`Sec-Fetch-Site`), or, where it says nothing (plain http), by the
 * request's `Origin`. Another site's page can forge neither.
 */
export function isFromOurPages(request: FastifyRequest, publicUrl: string | undefined): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const own = publicUrl === undefined ? `${request.protocol}://${request.host}` : new URL(publicUrl).origin
  return request.headers.origin === own
}
