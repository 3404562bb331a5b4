import { listUnmappedCompanies } from '@bridge/db'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { decodeCursor, idCursor, toPage } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { partnerOrThrow } from '../partners/partner-routes.ts'
import { problems } from '../problem.ts'
import { listQuery, pageOf, partnerParams, searchQuery, timeOrNull } from '../wire.ts'

const unmappedSchema = z
  .object({
    companyId: z.string(),
    companyName: z.string(),
    accountName: z.string().nullable().meta({
      description:
        'Its name in Gradient, where that is another until the account is renamed; null: not seen there yet.',
    }),
    unitCount: z.int().nullable(),
    since: timeOrNull.meta({
      description: 'When Gradient first answered so in this period, since it last took a number.',
    }),
  })
  .meta({ id: 'UnmappedCompany' })

const unmappedListSchema = z
  .object({
    period: z.string().nullable().meta({
      description: 'The period billed last on the live connection; null where there is none.',
    }),
    total: z.int().meta({ description: 'Whatever is searched.' }),
    mappedSince: z.int().meta({
      description: 'Companies that were unmapped once in this period and whose number Gradient has taken since.',
    }),
    ...pageOf(unmappedSchema).shape,
  })
  .meta({ id: 'UnmappedCompanies' })

/** What a partner has to map in Gradient. */
export function addUnmappedRoute(api: Api, deps: Deps): void {
  api.route({
    method: 'GET',
    url: '/partners/:partnerId/unmapped-companies',
    config: { portal: 'own' },
    schema: {
      tags: ['Billing'],
      summary: 'What the partner has to map in Gradient',
      description:
        'Companies whose number Gradient did not take because their account is not mapped; also while it is being tried again.',
      params: partnerParams,
      querystring: z.strictObject({ ...listQuery, search: searchQuery }),
      response: { 200: unmappedListSchema, ...problems(404) },
    },
    handler: async (request) => {
      const { partnerId } = request.params
      const { limit, cursor, search } = request.query
      const [afterId] = decodeCursor(cursor, idCursor) ?? ['']
      const list = await listUnmappedCompanies(deps.db, { partnerId, search, afterId, limit: limit + 1 })
      if (list.period === null) await partnerOrThrow(deps, partnerId)
      const { data, nextCursor } = toPage(list.companies, limit, ({ companyId }) => [companyId])
      return {
        period: list.period,
        total: list.total,
        mappedSince: list.mappedSince,
        data: data.map((company) => ({ ...company, since: company.since?.toISOString() ?? null })),
        nextCursor,
      }
    },
  })
}
