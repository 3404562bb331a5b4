import { z } from 'zod'
import { setMapped } from './accounts.ts'
import type { ControlApi } from './control-api.ts'
import { partnerView, partnerViewSchema } from './partner-view.ts'
import { createPartner, disconnect, type Partner, regenerateKey } from './partners.ts'
import { ControlError, problem } from './problem.ts'
import type { SandboxState } from './state.ts'

const keyParams = z.object({ partnerKey: z.string() })
const tags = ['Control: partners']

/** What the MSP does inside Gradient: make a key, map, make a new key, disconnect. */
export function addControlPartnerRoutes(control: ControlApi, state: SandboxState): void {
  control.route({
    method: 'POST',
    url: '/control/partners',
    schema: {
      tags,
      summary: 'The MSP presses Connect: makes a partner and its key',
      body: z.strictObject({
        name: z.string().min(1).max(200),
        autoMap: z.boolean().optional().describe('Accounts are mapped as they are created. Default false.'),
        partnerKey: z
          .string()
          .regex(/^[\x21-\x7e]{8,512}$/, 'must be 8 to 512 visible ASCII characters')
          .optional()
          .describe('The key to use. Default: a new one.'),
      }),
      response: { 201: z.object({ partnerKey: z.string(), organizationId: z.string() }), 400: problem, 409: problem },
    },
    handler: async (request, reply) => {
      if (request.body.partnerKey !== undefined && state.partnersByKey.has(request.body.partnerKey)) {
        throw new ControlError(
          409,
          'partner_key_taken',
          'Another partner has this key. Choose another or leave it out.',
        )
      }
      const { partnerKey, organizationId } = createPartner(state, request.body)
      reply.code(201)
      return { partnerKey, organizationId }
    },
  })

  control.route({
    method: 'GET',
    url: '/control/partners',
    schema: { tags, summary: 'All partners with their accounts', response: { 200: z.array(partnerViewSchema) } },
    handler: async () => [...state.partners.values()].map(partnerView),
  })

  control.route({
    method: 'GET',
    url: '/control/partners/:partnerKey',
    schema: { tags, summary: 'One partner', params: keyParams, response: { 200: partnerViewSchema, 404: problem } },
    handler: async (request) => partnerView(partnerWithKey(state, request.params.partnerKey)),
  })

  for (const verb of ['map', 'unmap'] as const) {
    control.route({
      method: 'POST',
      url: `/control/partners/:partnerKey/${verb}`,
      schema: {
        tags,
        summary: verb === 'map' ? 'Maps accounts or services' : 'Takes mappings away',
        description:
          '"all" means all that exist now. Services are mapped until they are unmapped; accounts only with `autoMap`.',
        params: keyParams,
        body: mappingBody,
        response: { 200: z.object({ accounts: z.int(), mapped: z.int() }), 400: problem, 404: problem },
      },
      handler: async (request) => {
        const partner = partnerWithKey(state, request.params.partnerKey)
        changeMapping(state, partner, request.body, verb === 'map')
        const accounts = [...partner.accounts.values()]
        const mapped = accounts.filter(({ mappingId }) => mappingId !== null).length
        return { accounts: accounts.length, mapped }
      },
    })
  }

  control.route({
    method: 'POST',
    url: '/control/partners/:partnerKey/regenerate-key',
    schema: {
      tags,
      summary: 'The MSP makes a new key',
      description:
        'Accounts and mappings stay, the old key answers 401. After a disconnect: connects again, with nothing in it.',
      params: keyParams,
      response: { 200: z.object({ partnerKey: z.string() }), 404: problem },
    },
    handler: async (request) => ({
      partnerKey: regenerateKey(state, partnerWithKey(state, request.params.partnerKey)),
    }),
  })

  control.route({
    method: 'POST',
    url: '/control/partners/:partnerKey/disconnect',
    schema: {
      tags,
      summary: 'The MSP disconnects in Gradient',
      description: 'All accounts and mappings are deleted. What the old key then gets: switch `afterDisconnect`.',
      params: keyParams,
      response: { 200: partnerViewSchema, 404: problem },
    },
    handler: async (request) => {
      const partner = partnerWithKey(state, request.params.partnerKey)
      disconnect(partner)
      return partnerView(partner)
    },
  })
}

const ids = z.union([z.array(z.string()), z.literal('all')])
const mappingBody = z
  .strictObject({ accountIds: ids.optional(), serviceIds: ids.optional() })
  .refine(({ accountIds, serviceIds }) => accountIds !== undefined || serviceIds !== undefined, {
    message: 'name accountIds or serviceIds',
  })

/** The partner whose valid (or, once disconnected, last) key this is. Throws 404. */
export function partnerWithKey(state: SandboxState, partnerKey: string): Partner {
  const partner = state.partnersByKey.get(partnerKey)
  if (!partner)
    throw new ControlError(404, 'partner_not_found', 'No partner has this key. GET /control/partners lists them.')
  return partner
}

function changeMapping(
  state: SandboxState,
  partner: Partner,
  wanted: z.output<typeof mappingBody>,
  mapped: boolean,
): void {
  const { accountIds = [], serviceIds = [] } = wanted
  const knownServiceIds = state.vendor.skus.map(({ id }) => id)
  const accounts =
    accountIds === 'all'
      ? [...partner.accounts.values()]
      : accountIds.map((id) => {
          const account = partner.accounts.get(id)
          if (!account)
            throw new ControlError(404, 'account_not_found', `The partner has no account ${id}. Nothing was changed.`)
          return account
        })
  const services = serviceIds === 'all' ? knownServiceIds : serviceIds
  const unknown = services.find((id) => !knownServiceIds.includes(id))
  if (unknown !== undefined) {
    throw new ControlError(404, 'service_not_found', `The vendor has no service ${unknown}. Nothing was changed.`)
  }
  for (const account of accounts) setMapped(account, mapped)
  for (const id of services) {
    if (mapped) partner.unmappedServiceIds.delete(id)
    else partner.unmappedServiceIds.add(id)
  }
}
