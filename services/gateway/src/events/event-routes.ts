import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Deps } from '../deps.ts'
import { partnerOrThrow } from '../partners/partner-routes.ts'
import { problems } from '../problem.ts'
import { partnerParams } from '../wire.ts'
import { createEventStreams } from './event-streams.ts'

const description = `Server-sent events. Each of the three is sent at once, and again whenever it has changed, which is looked at once a second; a reader that is slow gets the
newest state alone. \`data\` is JSON on one line:

- \`connection\`: a GradientConnection, as \`GET …/gradient-connection\` answers it.
- \`sync\`: the newest AccountSync of the live connection, as \`GET …/account-syncs/{syncId}\` answers it; null where there is none.
- \`run\`: \`{period, runId, startedAt, finishedAt, expected, outcomes}\` of the period that was billed last on the live connection: this partner's own numbers, whoever else is
  in that run; null where there is none. \`outcomes\` are those of a BillingRun.

A comment line comes every 15 seconds. The stream ends with the caller's session or token, and when the gateway closes: come again. At most 6 at once per caller.`

/** What happens to a partner, as it happens. */
export function addEventRoutes(api: Api, deps: Deps): void {
  const streams = createEventStreams(deps)
  api.addHook('preClose', streams.close)
  api.route({
    method: 'GET',
    url: '/partners/:partnerId/events',
    config: { portal: 'own' },
    exposeHeadRoute: false,
    schema: {
      tags: ['Connection'],
      summary: 'What happens, as it happens',
      description,
      params: partnerParams,
      response: {
        200: { description: 'The events.', content: { 'text/event-stream': { schema: z.string() } } },
        ...problems(404),
      },
    },
    handler: async (request, reply) => {
      const { partnerId } = request.params
      await partnerOrThrow(deps, partnerId)
      return streams.answer(partnerId, request, reply)
    },
  })
}
