import type { CookieSerializeOptions } from '@fastify/cookie'

/** How long a session lives, in seconds: 12 hours. */
export const SESSION_SECONDS = 12 * 3_600

/** A cookie of ours. */
export interface OwnCookie {
  name: string
  options: CookieSerializeOptions
}

/**
 * The session's. Never seen by scripts, never sent along by another site. Where we are reached over https it goes over nothing else, and its
 * name's prefix keeps other hosts of the domain from planting one.
 */
export function sessionCookie(deps: { publicUrl?: string | undefined }): OwnCookie {
  const secure = isHttps(deps.publicUrl)
  return {
    name: secure ? '__Host-console' : 'console',
    options: { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: SESSION_SECONDS },
  }
}

/**
 * Of a sign-in at the identity provider, while it lasts. The browser comes back from another site, so that this one must be sent along then; it
 * opens nothing by itself.
 */
export function flowCookie(deps: { publicUrl?: string | undefined }): OwnCookie {
  const secure = isHttps(deps.publicUrl)
  return {
    name: secure ? '__Host-console-oidc' : 'console-oidc',
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: 600 },
  }
}

/** Whether we are reached over https. */
export function isHttps(publicUrl: string | undefined): boolean {
  return publicUrl !== undefined && new URL(publicUrl).protocol === 'https:'
}
