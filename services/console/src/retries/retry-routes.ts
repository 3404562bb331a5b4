import { getRetry, listRetries, orderRetry, previewRetry, type RetryScope, stopRetry } from '@bridge/db'
import { nudgeLook } from '@bridge/queue'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { decodeCursor, toPage } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { nudge } from '../levers/nudge.ts'
import { actorOf } from '../people/caller.ts'
import { ProblemError } from '../problem.ts'
import { listQuery, pageOf, reasonSchema } from '../wire.ts'
import { previewSchema, retrySchema, scopeSchema, toRetryBody } from './retry-body.ts'
import { previewWords } from './words.ts'

const retryParams = z.object({ retryId: z.uuid() })
const retryCursor = z.tuple([z.iso.datetime().regex(/^20/), z.uuid()])

/** Sending again what was not taken: first a preview, then one recorded order, which can be watched and stopped. */
export function addRetryRoutes(api: Api, deps: Deps): void {
  api.route({
    method: 'POST',
    url: '/api/retries/preview',
    schema: { body: z.strictObject({ scope: scopeSchema }), response: { 200: previewSchema } },
    handler: async (request) => preview(deps, request.body.scope),
  })

  api.route({
    method: 'POST',
    url: '/api/retries',
    schema: {
      body: z.strictObject({ scope: scopeSchema, reason: reasonSchema, previewToken: z.string().max(1_000) }),
      response: { 202: z.object({ id: z.uuid(), statusUrl: z.string() }) },
    },
    handler: async (request, reply) => {
      const { scope, reason, previewToken: token } = request.body
      const ordered = await orderRetry(deps.db, { by: actorOf(request), scope, reason, token })
      if ('refused' in ordered) throw outdated('Look at a preview of these very counts first.')
      if ('outdated' in ordered)
        throw outdated(`More would be sent than you have seen. ${previewWords(ordered.outdated)}`)
      nudge(deps, [nudgeLook(ordered.id)])
      return reply.code(202).send({ id: ordered.id, statusUrl: `/api/retries/${ordered.id}` })
    },
  })

  api.route({
    method: 'GET',
    url: '/api/retries',
    schema: { querystring: z.strictObject(listQuery), response: { 200: pageOf(retrySchema) } },
    handler: async (request) => {
      const { limit, cursor } = request.query
      const place = decodeCursor(cursor, retryCursor)
      const after = place && { askedAt: place[0], id: place[1] }
      const retries = await listRetries(deps.db, { after, limit: limit + 1 })
      const page = toPage(retries, limit, (entry) => [entry.cursor.askedAt, entry.cursor.id])
      return { data: page.data.map(({ retry }) => toRetryBody(retry)), nextCursor: page.nextCursor }
    },
  })

  api.route({
    method: 'GET',
    url: '/api/retries/:retryId',
    schema: { params: retryParams, response: { 200: retrySchema } },
    handler: async (request) => toRetryBody(await retryOrThrow(deps, request.params.retryId)),
  })

  api.route({
    method: 'POST',
    url: '/api/retries/:retryId/stop',
    schema: {
      params: retryParams,
      body: z.strictObject({ reason: reasonSchema }),
      response: { 200: retrySchema },
    },
    handler: async (request) => {
      const { retryId: id } = request.params
      await retryOrThrow(deps, id)
      // One that is over, or stopped already, is answered as it is: twice is once.
      await stopRetry(deps.db, { by: actorOf(request), id, reason: request.body.reason })
      return toRetryBody(await retryOrThrow(deps, id))
    },
  })
}

async function preview(deps: Pick<Deps, 'db'>, scope: RetryScope): Promise<z.output<typeof previewSchema>> {
  const { token, ...counts } = await previewRetry(deps.db, scope)
  return { ...counts, words: previewWords(counts), previewToken: token }
}

/** @throws ProblemError `retry_not_found` */
async function retryOrThrow(deps: Pick<Deps, 'db'>, id: string) {
  const retry = await getRetry(deps.db, id)
  if (!retry) throw new ProblemError('retry_not_found', 'There is no retry of this id.')
  return retry
}

function outdated(detail: string): ProblemError {
  return new ProblemError('preview_outdated', detail)
}
