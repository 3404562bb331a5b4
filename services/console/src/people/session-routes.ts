import { endOperatorSession, recordAction } from '@bridge/db'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Deps } from '../deps.ts'
import { time } from '../wire.ts'
import { actorOf, callerOf } from './caller.ts'
import { sessionCookie } from './cookie.ts'
import { signIn } from './sign-in.ts'

const operatorSchema = z.object({ name: z.string(), role: z.enum(['viewer', 'operator']) })
const url = '/api/session'

/** Who is signed in here: coming in, looking, leaving. */
export function addSessionRoutes(api: Api, deps: Deps): void {
  const cookie = sessionCookie(deps)

  api.route({
    method: 'POST',
    url,
    schema: {
      body: z.strictObject({ name: z.string().min(1).max(200), password: z.string().min(1).max(1_000) }),
      response: { 200: z.object({ operator: operatorSchema }) },
    },
    handler: async (request, reply) => {
      const { operator, text } = await signIn(deps, { ...request.body, address: request.ip })
      reply.setCookie(cookie.name, text, cookie.options)
      return { operator: { name: operator.name, role: operator.role } }
    },
  })

  api.route({
    method: 'GET',
    url,
    schema: {
      response: { 200: z.object({ operator: operatorSchema, vendorName: z.string(), expiresAt: time }) },
    },
    handler: async (request) => {
      const { name, role, expiresAt } = callerOf(request)
      return { operator: { name, role }, vendorName: deps.vendorName, expiresAt: expiresAt.toISOString() }
    },
  })

  api.route({
    method: 'DELETE',
    url,
    schema: { response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { id } = callerOf(request)
      await deps.db.transaction().execute(async (tx) => {
        await endOperatorSession(tx, { id, now: deps.clock.now() })
        await recordAction(tx, { by: actorOf(request), action: 'session.end' })
      })
      return reply.clearCookie(cookie.name, cookie.options).code(204).send(null)
    },
  })
}
