import { z } from 'zod'
import { type Account, changeAccount, createAccounts } from './accounts.ts'
import type { Partner } from './partners.ts'
import type { SandboxState } from './state.ts'
import type { VendorApi } from './vendor-api.ts'
import { partnerOf } from './vendor-api-call.ts'
import { VendorApiError } from './vendor-api-error.ts'
import { accountAnswer, accountChanges, newAccounts, refusal } from './wire.ts'

/** The three calls on accounts. There is no DELETE and no paging: Gradient has neither. */
export function addAccountRoutes(api: VendorApi, state: SandboxState): void {
  const switchesOf = (partner: Partner) => state.faults.effective(partner.organizationId)
  const view = (partner: Partner, account: Account) => accountView(account, switchesOf(partner).isMapped !== 'absent')

  api.route({
    method: 'GET',
    url: '/vendor-api/organization/accounts',
    config: { routeName: 'accounts' },
    schema: {
      tags: ['Gradient: accounts'],
      summary: 'All accounts, as a bare array',
      querystring: z.looseObject({
        'accountIds[]': z
          .union([z.string(), z.array(z.string())])
          .optional()
          .describe('Only these; may be repeated.'),
        returnUnmapped: z
          .string()
          .optional()
          .describe('`false` leaves out accounts that are not mapped. Default true.'),
      }),
      response: { 200: z.array(accountAnswer), 401: refusal },
    },
    handler: async (request) => {
      const partner = partnerOf(request)
      const onlyIds = readAccountIds(request.query)
      const mappedOnly = request.query.returnUnmapped?.toLowerCase() === 'false'
      const accounts = [...partner.accounts.values()].filter(
        (account) => (!onlyIds || onlyIds.has(account.id)) && (!mappedOnly || account.mappingId !== null),
      )
      const withMapping = switchesOf(partner).isMapped !== 'absent'
      return accounts.map((account) => accountView(account, withMapping))
    },
  })

  api.route({
    method: 'POST',
    url: '/vendor-api/organization/accounts',
    config: { routeName: 'accounts' },
    schema: {
      tags: ['Gradient: accounts'],
      summary: 'Creates an array of accounts and echoes it',
      description: 'What happens to an account that exists already: see the switch `duplicateAccounts`.',
      body: newAccounts,
      response: { 200: z.array(accountAnswer), 201: z.array(accountAnswer), 400: refusal, 401: refusal, 409: refusal },
    },
    handler: async (request, reply) => {
      const partner = partnerOf(request)
      const { accountRefused, duplicateAccounts, isMapped } = switchesOf(partner)
      const refusedNames = new Set(accountRefused)
      const refused = request.body.find(({ id, name }) => refusedNames.has(id) || refusedNames.has(name))
      if (refused) throw new VendorApiError(400, [`account ${refused.id} is malformed`], { fault: 'accountRefused' })
      const created = createAccounts(partner, request.body, duplicateAccounts ?? 'upsert')
      reply.code(created.statusCode)
      return created.accounts.map((account) => accountView(account, isMapped !== 'absent'))
    },
  })

  api.route({
    method: 'PATCH',
    url: '/vendor-api/organization/accounts/:accountId',
    config: { routeName: 'accounts' },
    schema: {
      tags: ['Gradient: accounts'],
      summary: 'Changes an account',
      params: z.object({ accountId: z.string() }),
      body: accountChanges,
      response: { 200: accountAnswer, 400: refusal, 401: refusal, 404: refusal, 409: refusal },
    },
    handler: async (request) => {
      const partner = partnerOf(request)
      return view(partner, changeAccount(partner, request.params.accountId, request.body))
    },
  })
}

function accountView(account: Account, withMapping: boolean) {
  return {
    id: account.id,
    name: account.name,
    ...(account.description === undefined ? {} : { description: account.description }),
    ...(withMapping ? { isMapped: account.mappingId !== null } : {}),
    ...(withMapping && account.mappingId !== null ? { mappingId: account.mappingId } : {}),
  }
}

/** Clients write a list as `accountIds[]=a&accountIds[]=b`, `accountIds[0]=a` or `accountIds=a`. */
function readAccountIds(query: Record<string, unknown>): Set<string> | undefined {
  const values = Object.entries(query).flatMap(([name, value]) =>
    /^accountIds(\[\d*\])?$/.test(name) ? [value].flat() : [],
  )
  return values.length === 0 ? undefined : new Set(values.map(String))
}
