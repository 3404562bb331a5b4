import { currentRun, type FailureGroup, listFailureGroups } from '@bridge/db'
import { PUSH_STATES } from '@bridge/domain'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { wantsCsv } from '../csv.ts'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../problem.ts'
import { pageOfPushes, pushPage, pushQuery, runOrThrow, sendPushes } from '../runs/run-routes.ts'
import { emptyIsAbsent, time } from '../wire.ts'

const groupSchema = z.object({
  causeId: z.string(),
  reason: z.string(),
  message: z.string(),
  count: z.int(),
  outcomes: z.partialRecord(z.enum(PUSH_STATES), z.int()),
  partners: z.int(),
  firstAt: time,
  lastAt: time,
  example: z.object({
    pushId: z.string(),
    partnerId: z.string(),
    partnerName: z.string(),
    companyId: z.string(),
    companyName: z.string(),
    httpStatus: z.int().nullable(),
    message: z.string().nullable(),
  }),
})
const runId = emptyIsAbsent(z.uuid().optional())
const { cause: _, ...pushFilter } = pushQuery

/** Failures by their causes; where no run is named, those of the newest month's. */
export function addFailureRoutes(api: Api, deps: Deps): void {
  api.route({
    method: 'GET',
    url: '/api/failures',
    schema: {
      querystring: z.strictObject({ runId }),
      response: {
        200: z.object({ runId: z.uuid().nullable(), period: z.string().nullable(), groups: z.array(groupSchema) }),
      },
    },
    handler: async (request) => {
      const run = await runOf(deps, request.query.runId)
      if (!run) return { runId: null, period: null, groups: [] }
      const groups = await listFailureGroups(deps.db, { period: run.period, partnerId: run.partnerId ?? undefined })
      return { runId: run.id, period: run.period, groups: groups.map(toGroupBody) }
    },
  })

  api.route({
    method: 'GET',
    url: '/api/failures/:causeId/pushes',
    schema: {
      params: z.object({ causeId: z.string().regex(/^[\da-f]{16}$/) }),
      querystring: z.strictObject({ ...pushFilter, runId }),
      response: pushPage,
    },
    handler: async (request, reply) => {
      const { causeId } = request.params
      const { limit, cursor, runId: id, ...filter } = request.query
      const run = await runOf(deps, id)
      if (!run) throw new ProblemError('run_not_found', 'Nothing was billed yet.')
      const of = { ...filter, causeId, period: run.period, partnerId: run.partnerId ?? filter.partnerId }
      return wantsCsv(request) ? sendPushes(deps, of, reply) : pageOfPushes(deps, of, { limit, cursor })
    },
  })
}

/** @throws ProblemError `run_not_found`, where one is named */
async function runOf(deps: Deps, id: string | undefined) {
  return id === undefined ? currentRun(deps.db, { mostTroubled: 0 }) : runOrThrow(deps, id)
}

function toGroupBody(group: FailureGroup): z.output<typeof groupSchema> {
  return { ...group, firstAt: group.firstAt.toISOString(), lastAt: group.lastAt.toISOString() }
}
