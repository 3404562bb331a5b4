import type { Api } from '../api.ts'
import type { Deps } from '../deps.ts'
import { createEventStreams } from '../events/event-streams.ts'
import { createOverview } from './overview.ts'
import { overviewSchema } from './overview-body.ts'

/** `GET /api/overview`, and `GET /api/events`, which sends it again whenever it has changed. */
export function addOverviewRoutes(api: Api, deps: Deps): void {
  const overview = createOverview(deps)
  const streams = createEventStreams(deps, overview)
  api.addHook('preClose', streams.close)

  api.route({
    method: 'GET',
    url: '/api/overview',
    schema: { response: { 200: overviewSchema } },
    handler: async () => overview(),
  })

  api.route({
    method: 'GET',
    url: '/api/events',
    exposeHeadRoute: false,
    schema: {},
    handler: async (request, reply) => streams.answer(request, reply),
  })
}
