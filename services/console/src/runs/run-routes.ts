import {
  getBillingRun,
  listBillingRuns,
  listRunPartners,
  listRunPushes,
  RUN_PARTNER_SORTS,
  type RunPush,
  type RunPushFilter,
} from '@bridge/db'
import { PUSH_STATES } from '@bridge/domain'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { sendCsv, wantsCsv } from '../csv.ts'
import { decodeCursor, toPage } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../problem.ts'
import { emptyIsAbsent, listQuery, pageOf, partnerIdSchema, searchQuery } from '../wire.ts'
import {
  PARTNER_COLUMNS,
  PUSH_COLUMNS,
  pushSchema,
  runPartnerSchema,
  runSchema,
  toPushBody,
  toRunBody,
} from './run-body.ts'

const runParams = z.object({ runId: z.uuid() })
const runCursor = z.tuple([z.iso.datetime().regex(/^20/), z.uuid()])
const partnerCursor = z.tuple([z.string().regex(/^\d{1,9}$/), z.string().max(64)])
const pushCursor = z.tuple([z.string().max(64), z.string().max(64), z.string().regex(/^\d{1,18}$/)])
const outcome = emptyIsAbsent(z.enum(PUSH_STATES).optional())

/** What lists of pushes may be asked. */
export const pushQuery = {
  ...listQuery,
  partnerId: emptyIsAbsent(partnerIdSchema.optional()),
  outcome,
  cause: emptyIsAbsent(
    z
      .string()
      .regex(/^[\da-f]{16}$/, 'must be the id of a cause')
      .optional(),
  ),
  search: searchQuery,
}
/** A page of pushes, or all of them as a file. */
export const pushPage = {
  200: { content: { 'application/json': { schema: pageOf(pushSchema) }, 'text/csv': { schema: z.string() } } },
}

/** Runs, and what became of every partner and company in them. */
export function addRunRoutes(api: Api, deps: Deps): void {
  api.route({
    method: 'GET',
    url: '/api/runs',
    schema: { querystring: z.strictObject(listQuery), response: { 200: pageOf(runSchema) } },
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
    url: '/api/runs/:runId',
    schema: { params: runParams, response: { 200: runSchema } },
    handler: async (request) => toRunBody(await runOrThrow(deps, request.params.runId), deps.clock.now()),
  })

  api.route({
    method: 'GET',
    url: '/api/runs/:runId/partners',
    schema: {
      params: runParams,
      querystring: z.strictObject({
        ...listQuery,
        search: searchQuery,
        outcome,
        sort: emptyIsAbsent(z.enum(RUN_PARTNER_SORTS).default('partner')),
      }),
      response: {
        200: {
          content: { 'application/json': { schema: pageOf(runPartnerSchema) }, 'text/csv': { schema: z.string() } },
        },
      },
    },
    handler: async (request, reply) => {
      const run = await runOrThrow(deps, request.params.runId)
      const { limit, cursor, ...filter } = request.query
      const of = { ...filter, period: run.period, partnerId: run.partnerId ?? undefined }
      if (wantsCsv(request)) return sendPartners(deps, of, reply)
      const place = decodeCursor(cursor, partnerCursor)
      const after = place && { value: Number(place[0]), partnerId: place[1] }
      const rows = await listRunPartners(deps.db, { ...of, after, limit: limit + 1 })
      const page = toPage(rows, limit, (row) => [String(row.cursor.value), row.cursor.partnerId])
      return { data: page.data.map(({ partner }) => partner), nextCursor: page.nextCursor }
    },
  })

  api.route({
    method: 'GET',
    url: '/api/runs/:runId/pushes',
    schema: { params: runParams, querystring: z.strictObject(pushQuery), response: pushPage },
    handler: async (request, reply) => {
      const run = await runOrThrow(deps, request.params.runId)
      const { limit, cursor, cause, ...filter } = request.query
      if (run.partnerId !== null && filter.partnerId !== undefined && filter.partnerId !== run.partnerId)
        return { data: [], nextCursor: null }
      const of = { ...filter, causeId: cause, period: run.period, partnerId: run.partnerId ?? filter.partnerId }
      return wantsCsv(request) ? sendPushes(deps, of, reply) : pageOfPushes(deps, of, { limit, cursor })
    },
  })
}

/** One page of pushes. */
export async function pageOfPushes(
  deps: Pick<Deps, 'db'>,
  of: RunPushFilter,
  list: { limit: number; cursor?: string | undefined },
) {
  const place = decodeCursor(list.cursor, pushCursor)
  const after = place && { partnerId: place[0], companyId: place[1], pushId: place[2] }
  const rows = await listRunPushes(deps.db, { ...of, after, limit: list.limit + 1 })
  const page = toPage(rows, list.limit, (row) => [row.partnerId, row.companyId, row.pushId])
  return { data: page.data.map(toPushBody), nextCursor: page.nextCursor }
}

type PartnerFilter = Omit<Parameters<typeof listRunPartners>[1], 'after' | 'limit'>

function sendPartners(deps: Pick<Deps, 'db'>, of: PartnerFilter, reply: FastifyReply): FastifyReply {
  return sendCsv<Awaited<ReturnType<typeof listRunPartners>>[number]>(reply, {
    filename: `run-${of.period}-partners.csv`,
    columns: PARTNER_COLUMNS,
    next: (last, limit) => listRunPartners(deps.db, { ...of, after: last?.cursor ?? null, limit }),
    toCells: ({ partner: { outcomes, ...partner } }) => ({ ...partner, ...outcomes }),
  })
}

/** All of them as a file. */
export function sendPushes(deps: Pick<Deps, 'db'>, of: RunPushFilter, reply: FastifyReply): FastifyReply {
  return sendCsv<RunPush>(reply, {
    filename: `run-${of.period}.csv`,
    columns: PUSH_COLUMNS,
    next: (after, limit) => listRunPushes(deps.db, { ...of, after: after ?? null, limit }),
    toCells: toPushBody,
  })
}

/** @throws ProblemError `run_not_found` */
export async function runOrThrow(deps: Pick<Deps, 'db'>, id: string) {
  const run = await getBillingRun(deps.db, id)
  if (!run) throw new ProblemError('run_not_found', 'There is no billing run of this id.')
  return run
}
