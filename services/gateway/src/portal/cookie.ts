import type { CookieSerializeOptions } from '@fastify/cookie'

/** How long a session lives, in seconds: 8 hours. */
export const SESSION_SECONDS = 8 * 3_600

/** The session's cookie. */
export interface PortalCookie {
  name: string
  options: CookieSerializeOptions
}

/**
 * Never seen by scripts, never sent along by another site. Where we are reached over https it goes over nothing else, and its name's
 * prefix keeps other hosts of the domain from planting one.
 */
export function portalCookie(deps: { publicUrl?: string | undefined }): PortalCookie {
  const secure = isHttps(deps.publicUrl)
  return {
    name: secure ? '__Host-portal' : 'portal',
    options: { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: SESSION_SECONDS },
  }
}

/** Whether callers reach us over https. */
export function isHttps(publicUrl: string | undefined): boolean {
  return publicUrl !== undefined && new URL(publicUrl).protocol === 'https:'
}
