import { enterByPortalLink } from '@bridge/db'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { hashToken } from '../token-directory.ts'
import { portalCookie, SESSION_SECONDS } from './cookie.ts'
import type { Page } from './page.ts'
import { isSecretText, newSecretText } from './secret-text.ts'

/**
 * `GET /portal/enter/<text>`: uses a link up and lets its browser in. There is no HEAD: what only looks at links (a mail scanner, a chat's
 * preview) must not use them up.
 */
export function addEnterRoute(app: FastifyInstance, deps: Deps, page: Page): void {
  const cookie = portalCookie(deps)

  app.route<{ Params: { text: string } }>({
    method: 'GET',
    url: '/portal/enter/:text',
    exposeHeadRoute: false,
    schema: { hide: true },
    handler: async (request, reply) => {
      const { text } = request.params
      if (!isSecretText(text)) return page.send(reply.code(410), 'unknown')
      const now = deps.clock.now()
      const session = newSecretText()
      const entry = await enterByPortalLink(deps.db, {
        hash: hashToken(text),
        sessionHash: hashToken(session),
        now,
        sessionExpiresAt: new Date(now.getTime() + SESSION_SECONDS * 1_000),
      })
      if (entry !== 'entered') return page.send(reply.code(410), entry)
      return reply.setCookie(cookie.name, session, cookie.options).redirect('/portal/gradient', 303)
    },
  })
}
