import { z } from 'zod'
import type { ControlApi } from './control-api.ts'
import { problem } from './problem.ts'
import type { SandboxState } from './state.ts'
import { copyState, restoreState, stateCopy } from './state-copy.ts'

const COPY_LIMIT_BYTES = 256 * 1024 * 1024

/** Takes a copy of what the sandbox knows and gives it back, so that whoever starts it can carry it over a restart. */
export function addControlStateRoutes(control: ControlApi, state: SandboxState): void {
  const tags = ['Control: state']
  control.route({
    method: 'GET',
    url: '/control/state',
    schema: { tags, summary: 'All that is known, but for the calls', response: { 200: stateCopy } },
    handler: async () => copyState(state),
  })

  control.route({
    method: 'PUT',
    url: '/control/state',
    bodyLimit: COPY_LIMIT_BYTES,
    schema: {
      tags,
      summary: 'Puts such a copy in the place of what is known',
      body: stateCopy,
      response: { 204: z.null(), 400: problem },
    },
    handler: async (request, reply) => {
      restoreState(state, request.body)
      reply.code(204)
      return null
    },
  })
}
