import type { Partner } from './partners.ts'
import type { SandboxState } from './state.ts'
import { addService } from './vendor.ts'
import type { VendorApi } from './vendor-api.ts'
import { callOf } from './vendor-api-call.ts'
import { newService, refusal, vendorAnswer, wrapped } from './wire.ts'

/** `GET /vendor-api` (wrapped) and `POST /vendor-api/service` (bare, 201). */
export function addVendorRoutes(api: VendorApi, state: SandboxState): void {
  api.route({
    method: 'GET',
    url: '/vendor-api',
    config: { routeName: 'vendor' },
    schema: {
      tags: ['Gradient: vendor'],
      summary: 'The vendor and its services',
      response: { 200: wrapped(vendorAnswer), 401: refusal },
    },
    handler: async (request) => ({
      status: 200,
      message: 'Vendor found',
      data: vendorView(state, callOf(request).partner),
    }),
  })

  api.route({
    method: 'POST',
    url: '/vendor-api/service',
    config: { routeName: 'service' },
    schema: {
      tags: ['Gradient: vendor'],
      summary: 'Makes a service',
      description: 'Answers with the bare vendor and all its services. The same name again makes another service.',
      body: newService,
      response: { 201: vendorAnswer, 400: refusal, 401: refusal },
    },
    handler: async (request, reply) => {
      addService(state.vendor, request.body)
      reply.code(201)
      return vendorView(state, callOf(request).partner)
    },
  })
}

function vendorView(state: SandboxState, partner: Partner | undefined) {
  return { ...state.vendor, externalIntegrationStatus: partner?.status ?? 'inactive' }
}
