import { getPartner, listPartners, type Partner, putPartner } from '@bridge/db'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { decodeCursor, idCursor, toPage } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { ProblemError, problems } from '../problem.ts'
import { emailSchema, listQuery, nameSchema, pageOf, partnerParams, time } from '../wire.ts'

const partnerSchema = z
  .object({ id: z.string(), name: z.string(), adminEmail: z.string().nullable(), createdAt: time, updatedAt: time })
  .meta({ id: 'Partner' })
const tags = ['Partners']

/** The partners (MSPs) of the vendor. */
export function addPartnerRoutes(api: Api, deps: Deps): void {
  api.route({
    method: 'PUT',
    url: '/partners/:partnerId',
    schema: {
      tags,
      summary: 'Make or change a partner',
      description: '`adminEmail` left out stays as it is; `null` removes it.',
      params: partnerParams,
      body: z.strictObject({ name: nameSchema, adminEmail: emailSchema.nullable().optional() }),
      response: { 200: partnerSchema, 201: partnerSchema, ...problems(413, 415) },
    },
    handler: async (request, reply) => {
      const { partner, created } = await putPartner(deps.db, { id: request.params.partnerId, ...request.body })
      return reply.code(created ? 201 : 200).send(toBody(partner))
    },
  })

  api.route({
    method: 'GET',
    url: '/partners',
    schema: {
      tags,
      summary: 'List partners',
      querystring: z.strictObject(listQuery),
      response: { 200: pageOf(partnerSchema), ...problems() },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query
      const [afterId] = decodeCursor(cursor, idCursor) ?? ['']
      const { data, nextCursor } = toPage(
        await listPartners(deps.db, { afterId, limit: limit + 1 }),
        limit,
        ({ id }) => [id],
      )
      return { data: data.map(toBody), nextCursor }
    },
  })

  api.route({
    method: 'GET',
    url: '/partners/:partnerId',
    config: { portal: 'own' },
    schema: { tags, summary: 'One partner', params: partnerParams, response: { 200: partnerSchema, ...problems(404) } },
    handler: async (request) => toBody(await partnerOrThrow(deps, request.params.partnerId)),
  })
}

/** @throws ProblemError `partner_not_found` */
export async function partnerOrThrow(deps: Pick<Deps, 'db'>, partnerId: string): Promise<Partner> {
  const partner = await getPartner(deps.db, partnerId)
  if (!partner) throw partnerNotFound(partnerId)
  return partner
}

export function partnerNotFound(partnerId: string): ProblemError {
  return new ProblemError(
    'partner_not_found',
    `There is no partner ${partnerId}. Make it with PUT /v1/partners/${partnerId}.`,
  )
}

function toBody(partner: Partner): z.output<typeof partnerSchema> {
  return { ...partner, createdAt: partner.createdAt.toISOString(), updatedAt: partner.updatedAt.toISOString() }
}
