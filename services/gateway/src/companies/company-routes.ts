import { archiveCompany, type Company, getCompany, listCompanies, putCompany, shareSyncRequests } from '@bridge/db'
import { ACCOUNT_STATES, periodAt } from '@bridge/domain'
import { nudgeSync } from '@bridge/queue'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { decodeCursor, idCursor, toPage } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { partnerNotFound, partnerOrThrow } from '../partners/partner-routes.ts'
import { ProblemError, problems } from '../problem.ts'
import {
  accountSchema,
  companyParams,
  emptyIsAbsent,
  listQuery,
  nameSchema,
  pageOf,
  partnerParams,
  searchQuery,
  time,
  timeOrNull,
} from '../wire.ts'

/** What else is registered within this time comes along with the same sync. */
const GATHER_MS = 500

const companySchema = z
  .object({
    id: z.string(),
    partnerId: z.string(),
    name: z.string(),
    archivedAt: timeOrNull,
    lastPeriod: z
      .string()
      .nullable()
      .meta({ description: 'The last period that is billed for it, once it is archived.' }),
    createdAt: time,
    updatedAt: time,
    account: accountSchema,
  })
  .meta({ id: 'Company' })
const tags = ['Companies']

/** The companies of a partner, which are its accounts in Gradient. */
export function addCompanyRoutes(api: Api, deps: Deps): void {
  const queueSync = shareSyncRequests(deps.db)

  api.route({
    method: 'PUT',
    url: '/partners/:partnerId/companies/:companyId',
    schema: {
      tags,
      summary: 'Register or rename a company',
      description:
        'Where the partner is connected, the company is sent to Gradient by itself. An archived company comes back.',
      params: companyParams,
      body: z.strictObject({ name: nameSchema }),
      response: { 200: companySchema, 201: companySchema, ...problems(404, 413, 415) },
    },
    handler: async (request, reply) => {
      const put = await putCompany(deps.db, { ...request.params, ...request.body }, queueSync)
      if (!put) throw partnerNotFound(request.params.partnerId)
      if (put.sync) deps.nudger.nudge([nudgeSync(put.sync, GATHER_MS)])
      return reply.code(put.created ? 201 : 200).send(toBody(put.company))
    },
  })

  api.route({
    method: 'DELETE',
    url: '/partners/:partnerId/companies/:companyId',
    schema: {
      tags,
      summary: 'Archive a company',
      description:
        'This month is still billed, then one 0 is sent, then nothing. PUT brings it back. Doing it twice changes nothing.',
      params: companyParams,
      response: { 204: z.null().meta({ description: 'It is archived, or was never known.' }), ...problems(404) },
    },
    handler: async (request, reply) => {
      const lastPeriod = periodAt(deps.clock.now(), deps.calendar.timeZone)
      const known = await archiveCompany(deps.db, { ...request.params, lastPeriod })
      if (!known) throw partnerNotFound(request.params.partnerId)
      return reply.code(204).send(null)
    },
  })

  api.route({
    method: 'GET',
    url: '/partners/:partnerId/companies',
    config: { portal: 'own' },
    schema: {
      tags,
      summary: 'List a partner’s companies',
      params: partnerParams,
      querystring: z.strictObject({
        ...listQuery,
        account: emptyIsAbsent(z.enum(ACCOUNT_STATES).optional()),
        search: searchQuery.meta({ description: 'Only those whose name or id has this in it, as it stands.' }),
      }),
      response: { 200: pageOf(companySchema), ...problems(404) },
    },
    handler: async (request) => {
      const { partnerId } = request.params
      const { limit, cursor, account, search } = request.query
      const [afterId] = decodeCursor(cursor, idCursor) ?? ['']
      const companies = await listCompanies(deps.db, { partnerId, afterId, limit: limit + 1, account, search })
      if (companies.length === 0) await partnerOrThrow(deps, partnerId)
      const { data, nextCursor } = toPage(companies, limit, ({ id }) => [id])
      return { data: data.map(toBody), nextCursor }
    },
  })

  api.route({
    method: 'GET',
    url: '/partners/:partnerId/companies/:companyId',
    config: { portal: 'own' },
    schema: { tags, summary: 'One company', params: companyParams, response: { 200: companySchema, ...problems(404) } },
    handler: async (request) => {
      const company = await getCompany(deps.db, request.params)
      if (company) return toBody(company)
      await partnerOrThrow(deps, request.params.partnerId)
      throw companyNotFound(request.params)
    },
  })
}

export function companyNotFound({ partnerId, companyId }: { partnerId: string; companyId: string }): ProblemError {
  return new ProblemError(
    'company_not_found',
    `Partner ${partnerId} has no company ${companyId}. Register it with PUT /v1/partners/${partnerId}/companies/${companyId}.`,
  )
}

/** Field by field: a list has hundreds, and to spread each takes a fifth longer. */
function toBody(company: Company): z.output<typeof companySchema> {
  return {
    id: company.id,
    partnerId: company.partnerId,
    name: company.name,
    archivedAt: company.archivedAt?.toISOString() ?? null,
    lastPeriod: company.lastPeriod,
    createdAt: company.createdAt.toISOString(),
    updatedAt: company.updatedAt.toISOString(),
    account: {
      state: company.accountState,
      reason: company.accountReason,
      updatedAt: company.accountUpdatedAt?.toISOString() ?? null,
    },
  }
}
