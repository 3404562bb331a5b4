import { z } from 'zod'
import { setCount } from './counts.ts'
import type { SandboxState } from './state.ts'
import type { VendorApi } from './vendor-api.ts'
import { partnerOf } from './vendor-api-call.ts'
import { readNoBuild } from './vendor-api-door.ts'
import { VendorApiError } from './vendor-api-error.ts'
import { count, refusal } from './wire.ts'

/** `POST /vendor-api/service/{serviceId}/count`: the one call that bills. */
export function addCountRoutes(api: VendorApi, state: SandboxState): void {
  api.route({
    method: 'POST',
    url: '/vendor-api/service/:serviceId/count',
    config: { routeName: 'count' },
    schema: {
      tags: ['Gradient: counts'],
      summary: 'Sets the number of one service for one account',
      description:
        'No period, no idempotency key. Sending it again overwrites. 404 is the normal answer for what is not mapped yet.',
      params: z.object({ serviceId: z.string() }),
      querystring: z.looseObject({
        no_build: z.string().optional().describe('`true` leaves the billing view as it was; otherwise it is rebuilt.'),
      }),
      body: count,
      response: {
        201: z.object({ status: z.int(), message: z.string() }),
        400: refusal,
        401: refusal,
        404: refusal,
      },
    },
    handler: async (request, reply) => {
      const partner = partnerOf(request)
      const { accountId, unitCount } = request.body
      if (unitCount === 0 && state.faults.effective(partner.organizationId).zero === 'refused') {
        throw new VendorApiError(400, ['unitCount must be a positive number'], { fault: 'zero' })
      }
      const { serviceId } = request.params
      setCount(state, partner, { serviceId, accountId, unitCount, noBuild: readNoBuild(request.query) })
      reply.code(201)
      return { status: 201, message: 'Usage count accepted' }
    },
  })
}
