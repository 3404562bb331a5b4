import { getBillingRun, listBillingRuns } from '@bridge/db'
import { idSchema, periodSchema } from '@bridge/domain'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { decodeCursor, toPage } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { idempotencyHeaders, idempotent } from '../idempotency.ts'
import { problems } from '../problem.ts'
import { acceptedSchema, emptyIsAbsent, listQuery, pageOf } from '../wire.ts'
import { answerRows, rowAnswers, rowQuery } from './row-list.ts'
import { runNotFound, runSchema, toRunBody } from './run-body.ts'
import { startRun } from './start-run.ts'

const runParams = z.object({ runId: z.uuid() })
const runCursor = z.tuple([z.iso.datetime().regex(/^20/), z.uuid()])
const tags = ['Billing']

/** Billing runs and what became of every company in them. */
export function addBillingRoutes(api: Api, deps: Deps): void {
  api.route({
    method: 'POST',
    url: '/billing-runs',
    config: { portal: 'own-body' },
    ...idempotent(deps),
    schema: {
      tags,
      summary: 'Bill the last closed period now',
      description:
        'For all connected partners, or for one. A run that is already under way is answered with 200 and its body.',
      body: z.strictObject({ period: periodSchema, partnerId: idSchema.optional() }),
      headers: idempotencyHeaders,
      response: { 200: runSchema, 202: acceptedSchema, ...problems(403, 404, 409, 413, 415, 422) },
    },
    handler: async (request, reply) => {
      const { id, created } = await startRun(deps, request.body)
      if (!created) return reply.code(200).send(await runOrThrow(deps, id))
      return reply.code(202).send({ id, statusUrl: `/v1/billing-runs/${id}` })
    },
  })

  api.route({
    method: 'GET',
    url: '/billing-runs',
    schema: {
      tags,
      summary: 'List billing runs, the latest first',
      querystring: z.strictObject(listQuery),
      response: { 200: pageOf(runSchema), ...problems() },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query
      const place = decodeCursor(cursor, runCursor)
      const after = place && { startedAt: place[0], id: place[1] }
      const runs = await listBillingRuns(deps.db, { after, limit: limit + 1 })
      const page = toPage(runs, limit, (entry) => [entry.cursor.startedAt, entry.cursor.id])
      return { data: page.data.map(({ run }) => toRunBody(run, deps.clock.now())), nextCursor: page.nextCursor }
    },
  })

  api.route({
    method: 'GET',
    url: '/billing-runs/:runId',
    config: { portal: 'own-run' },
    schema: {
      tags,
      summary: 'One billing run with its outcomes',
      params: runParams,
      response: { 200: runSchema, ...problems(404) },
    },
    handler: async (request) => runOrThrow(deps, request.params.runId),
  })

  api.route({
    method: 'GET',
    url: '/billing-runs/:runId/pushes',
    config: { portal: 'own-run' },
    schema: {
      tags,
      summary: 'What became of every company in a run',
      params: runParams,
      querystring: z.strictObject({ ...rowQuery, partnerId: emptyIsAbsent(idSchema.optional()) }),
      response: { ...rowAnswers, ...problems(404) },
    },
    handler: async (request, reply) => {
      const run = await runOrThrow(deps, request.params.runId)
      const { limit, cursor, outcome, partnerId } = request.query
      if (run.partnerId !== null && partnerId !== undefined && partnerId !== run.partnerId)
        return { data: [], nextCursor: null }
      const scope = { period: run.period, partnerId: run.partnerId ?? partnerId, outcome }
      return answerRows(deps, request, reply, { scope, order: {}, list: { limit, cursor } })
    },
  })
}

/** @throws ProblemError `run_not_found` */
async function runOrThrow(deps: Deps, id: string) {
  const run = await getBillingRun(deps.db, id)
  if (!run) throw runNotFound()
  return toRunBody(run, deps.clock.now())
}
