import { getCompanyHistory } from '@bridge/db'
import { periodSchema } from '@bridge/domain'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Deps } from '../deps.ts'
import { partnerOrThrow } from '../partners/partner-routes.ts'
import { ProblemError, problems } from '../problem.ts'
import { companyParams, emptyIsAbsent, partnerParams, searchQuery } from '../wire.ts'
import { HISTORY_LIMIT, historySchema, toHistoryBody } from './history-body.ts'
import { answerRows, rowAnswers, rowQuery } from './row-list.ts'
import { rowOrderQuery } from './row-order.ts'

const tags = ['Billing']
const config = { portal: 'own' } as const

/** What became of a partner's companies in the billing of a period. */
export function addPartnerBillingRoutes(api: Api, deps: Deps): void {
  api.route({
    method: 'GET',
    url: '/partners/:partnerId/billing/:period',
    config,
    schema: {
      tags,
      summary: 'A partner’s breakdown of a period',
      description: 'The file (`Accept: text/csv`) takes the same filters and the same order, and has all lines.',
      params: partnerParams.extend({ period: periodSchema }),
      querystring: z.strictObject({
        ...rowQuery,
        ...rowOrderQuery,
        search: searchQuery.meta({ description: 'Only companies whose name or id has this in it, as it stands.' }),
        latest: emptyIsAbsent(z.enum(['true', 'false']).default('false')).meta({
          description:
            'Only each company’s newest line: those of a connection that is over are left out where a newer one has a line for the company.',
        }),
      }),
      response: { ...rowAnswers, ...problems(404) },
    },
    handler: async (request, reply) => {
      const { partnerId, period } = request.params
      await partnerOrThrow(deps, partnerId)
      const { limit, cursor, outcome, search, latest, sort, order } = request.query
      const scope = { period, partnerId, outcome, search, latest: latest === 'true' }
      return answerRows(deps, request, reply, { scope, order: { sort, order }, list: { limit, cursor } })
    },
  })

  api.route({
    method: 'GET',
    url: '/partners/:partnerId/billing/:period/companies/:companyId',
    config,
    schema: {
      tags,
      summary: 'What became of one company in a period, and why',
      description: `Its newest line, what was reported and what was sent: the newest first, ${HISTORY_LIMIT} of each at the most.`,
      params: companyParams.extend({ period: periodSchema }),
      response: { 200: historySchema, ...problems(404) },
    },
    handler: async (request) => {
      const { partnerId, period, companyId } = request.params
      const history = await getCompanyHistory(deps.db, { ...request.params, limit: HISTORY_LIMIT })
      if (history) return toHistoryBody(history)
      await partnerOrThrow(deps, partnerId)
      throw new ProblemError(
        'company_not_found',
        `No run of ${period} has a company ${companyId} of partner ${partnerId}. GET /v1/partners/${partnerId}/billing/${period} lists those that it has.`,
      )
    },
  })
}
