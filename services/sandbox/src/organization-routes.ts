import { z } from 'zod'
import { INTEGRATION_STATUSES, type Partner, setStatus } from './partners.ts'
import type { SandboxState } from './state.ts'
import type { VendorApi } from './vendor-api.ts'
import { partnerOf } from './vendor-api-call.ts'
import { organizationAnswer, refusal, wrapped } from './wire.ts'

/** `GET /vendor-api/organization` (bare) and `PATCH /vendor-api/organization/status/{status}` (wrapped, body absent or `{}`). */
export function addOrganizationRoutes(api: VendorApi, state: SandboxState): void {
  api.route({
    method: 'GET',
    url: '/vendor-api/organization',
    config: { routeName: 'organization' },
    schema: {
      tags: ['Gradient: organization'],
      summary: 'Whose key this is; the preferred way to check one',
      response: { 200: organizationAnswer, 401: refusal },
    },
    handler: async (request) => organizationView(state, partnerOf(request)),
  })

  api.route({
    method: 'PATCH',
    url: '/vendor-api/organization/status/:status',
    config: { routeName: 'status' },
    schema: {
      tags: ['Gradient: organization'],
      summary: 'Sets the status of the integration',
      description: '`pending` on an active integration really pulls it back, as Gradient does.',
      params: z.object({ status: z.enum(INTEGRATION_STATUSES) }),
      response: { 200: wrapped(organizationAnswer), 400: refusal, 401: refusal },
    },
    handler: async (request) => {
      const partner = partnerOf(request)
      setStatus(partner, request.params.status)
      return { status: 200, message: 'Integration status updated', data: organizationView(state, partner) }
    },
  })
}

function organizationView(state: SandboxState, partner: Partner) {
  return {
    organizationId: partner.organizationId,
    name: partner.name,
    vendorId: state.vendor.id,
    vendorName: state.vendor.name,
    integrationId: partner.integrationId,
    status: partner.status,
    lastSyncedAt: partner.lastSyncedAt,
  }
}
