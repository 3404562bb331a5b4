import { z } from 'zod'
import type { ControlApi } from './control-api.ts'
import type { SandboxState } from './state.ts'
import { sku } from './wire.ts'

/** The vendor's own page in Gradient: its services, without needing any partner's key. */
export function addControlVendorRoutes(control: ControlApi, state: SandboxState): void {
  control.route({
    method: 'GET',
    url: '/control/vendor',
    schema: {
      tags: ['Control: vendor'],
      summary: 'The vendor and its services',
      response: { 200: z.object({ id: z.string(), name: z.string(), skus: z.array(sku) }) },
    },
    handler: async () => state.vendor,
  })
}
