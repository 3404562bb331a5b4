import { z } from 'zod'
import type { ControlApi } from './control-api.ts'
import { partnerWithKey } from './control-partner-routes.ts'
import { faultChange } from './fault-switches.ts'
import { faultsView, faultsViewSchema } from './faults-view.ts'
import { problem } from './problem.ts'
import type { SandboxState } from './state.ts'

const tags = ['Control: faults']

/** The switches: set (merged into what is set), shown, cleared. */
export function addControlFaultRoutes(control: ControlApi, state: SandboxState): void {
  control.route({
    method: 'PUT',
    url: '/control/faults',
    schema: {
      tags,
      summary: 'Sets switches',
      description:
        'Merged into what is set, switch by switch: one that is left out stays, `null` puts it back to its default.',
      body: faultChange,
      response: { 200: faultsViewSchema, 400: problem, 404: problem },
    },
    handler: async (request) => {
      const { partnerKey, ...change } = request.body
      const organizationId = partnerKey === undefined ? null : partnerWithKey(state, partnerKey).organizationId
      state.faults.change(organizationId, change)
      return faultsView(state)
    },
  })

  control.route({
    method: 'GET',
    url: '/control/faults',
    schema: {
      tags,
      summary: 'What is set',
      description: 'Under `times` stands what is left of it; an error that is used up is gone.',
      response: { 200: faultsViewSchema },
    },
    handler: async () => faultsView(state),
  })

  control.route({
    method: 'DELETE',
    url: '/control/faults',
    schema: { tags, summary: 'Puts every switch back to its default, for all partners', response: { 204: z.null() } },
    handler: async (_request, reply) => {
      state.faults.clear()
      reply.code(204)
      return null
    },
  })
}
