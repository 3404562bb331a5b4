import { listOpenPauses, pauseByOperator, resumeByOperator } from '@bridge/db'
import { nudgeLook } from '@bridge/queue'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Deps } from '../deps.ts'
import { actorOf } from '../people/caller.ts'
import { ProblemError } from '../problem.ts'
import { reasonSchema } from '../wire.ts'
import { nudge } from './nudge.ts'
import { pauseSchema, pauseScopeSchema, toPauseBody } from './pause-body.ts'

const bodySchema = z.strictObject({ reason: reasonSchema })

/** Stopping and letting go on: everything, accounts alone, counts alone, or one partner. */
export function addPauseRoutes(api: Api, deps: Deps): void {
  api.route({
    method: 'GET',
    url: '/api/pauses',
    schema: { response: { 200: z.object({ data: z.array(pauseSchema) }) } },
    handler: async () => ({ data: (await listOpenPauses(deps.db)).map(toPauseBody) }),
  })

  api.route({
    method: 'POST',
    url: '/api/pauses',
    schema: {
      body: bodySchema.extend({ scope: pauseScopeSchema }),
      response: { 200: pauseSchema, 201: pauseSchema },
    },
    handler: async (request, reply) => {
      const { scope, reason } = request.body
      const ordered = await pauseByOperator(deps.db, { by: actorOf(request), scope, reason })
      if ('refused' in ordered) throw new ProblemError('partner_not_found', 'There is no such partner.')
      return reply.code(ordered.made ? 201 : 200).send(toPauseBody(ordered.pause))
    },
  })

  api.route({
    method: 'DELETE',
    url: '/api/pauses/:pauseId',
    schema: {
      params: z.object({ pauseId: z.string().regex(/^\d{1,18}$/) }),
      body: bodySchema,
      response: { 200: pauseSchema },
    },
    handler: async (request) => {
      const { pauseId: id } = request.params
      const pause = await resumeByOperator(deps.db, { by: actorOf(request), id, reason: request.body.reason })
      if (!pause)
        throw new ProblemError('pause_not_found', 'No stop of this id holds: it may have been lifted already.')
      nudge(deps, [nudgeLook(`pause-${id}`)])
      return toPauseBody(pause)
    },
  })
}
