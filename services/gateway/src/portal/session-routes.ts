import { endPortalSession } from '@bridge/db'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { sessionOf } from '../authenticate.ts'
import type { Deps } from '../deps.ts'
import { partnerOrThrow } from '../partners/partner-routes.ts'
import { problems } from '../problem.ts'
import { time } from '../wire.ts'
import { portalCookie } from './cookie.ts'

const sessionSchema = z
  .object({
    partner: z.object({ id: z.string(), name: z.string(), adminEmail: z.string().nullable() }),
    vendorName: z.string(),
    billingTimeZone: z.string().meta({ description: 'The zone of the billing calendar, such as `America/New_York`.' }),
    expiresAt: time,
  })
  .meta({ id: 'PortalSession' })
const tags = ['Portal']
const url = '/portal-session'
const config = { portal: 'session' } as const

/** Who is signed in here, and leaving. */
export function addPortalSessionRoutes(api: Api, deps: Deps): void {
  const cookie = portalCookie(deps)

  api.route({
    method: 'GET',
    url,
    config,
    schema: { tags, summary: 'Who is signed in here', response: { 200: sessionSchema, ...problems() } },
    handler: async (request) => {
      const session = sessionOf(request)
      const { id, name, adminEmail } = await partnerOrThrow(deps, session.partnerId)
      return {
        partner: { id, name, adminEmail },
        vendorName: deps.vendorName,
        billingTimeZone: deps.calendar.timeZone,
        expiresAt: session.expiresAt.toISOString(),
      }
    },
  })

  api.route({
    method: 'DELETE',
    url,
    config,
    schema: {
      tags,
      summary: 'Leave',
      description: 'The session ends, in whatever else holds its cookie too.',
      response: { 204: z.null().meta({ description: 'It has ended.' }), ...problems(403) },
    },
    handler: async (request, reply) => {
      await endPortalSession(deps.db, { id: sessionOf(request).id, now: deps.clock.now() })
      return reply.clearCookie(cookie.name, cookie.options).code(204).send(null)
    },
  })
}
