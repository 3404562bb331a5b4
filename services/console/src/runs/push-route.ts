import { getPushDetail, type PushDetail } from '@bridge/db'
import { nudgePush } from '@bridge/queue'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../problem.ts'
import { reportingCallSchema } from '../story/reporting-call.ts'
import { time, timeOrNull } from '../wire.ts'
import { pushSchema, toPushBody } from './run-body.ts'

const MOST = 500
const count = z.int()

const detailSchema = pushSchema.extend({
  runId: z.uuid(),
  causeMessage: z.string().nullable(),
  finalZero: z.boolean(),
  rebuild: z.boolean(),
  claimedBy: z.string().nullable(),
  claimedUntil: timeOrNull,
  openedAt: time,
  job: z.object({ id: z.string(), url: z.string() }),
  attemptList: z.array(
    z.object({
      id: z.string(),
      worker: z.string(),
      startedAt: time,
      finishedAt: time,
      latencyMs: count,
      unitCount: count.nullable(),
      revision: count.nullable(),
      noBuild: z.boolean().nullable(),
      httpStatus: count.nullable(),
      reason: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
  revisions: z.array(
    z.object({
      revision: count,
      billableUsers: count,
      reportedAt: time,
      replacedAt: timeOrNull,
      reportedBy: reportingCallSchema.nullable(),
    }),
  ),
  lostCalls: z.array(z.object({ unitCount: count.nullable(), lostAt: time })),
  retries: z.array(
    z.object({
      retryId: z.uuid(),
      askedAt: time,
      askedBy: z.string(),
      reason: z.string(),
      state: z.string(),
      why: z.string().nullable(),
      outcome: z.string().nullable(),
    }),
  ),
})

/** `GET /api/pushes/{id}`: everything about one push. */
export function addPushRoute(api: Api, deps: Deps): void {
  api.route({
    method: 'GET',
    url: '/api/pushes/:pushId',
    schema: { params: z.object({ pushId: z.string().regex(/^\d{1,18}$/) }), response: { 200: detailSchema } },
    handler: async (request) => {
      const { pushId } = request.params
      const push = await getPushDetail(deps.db, { pushId, limit: MOST })
      if (!push) throw new ProblemError('push_not_found', `There is no push ${pushId}.`)
      return toDetailBody(push)
    },
  })
}

function toDetailBody(push: PushDetail): z.output<typeof detailSchema> {
  const { nudge, attemptList, revisions, lostCalls, retries, ...rest } = push
  const { id } = nudgePush({ id: push.pushId, nudge, connectionId: push.connectionId })
  return {
    ...rest,
    ...toPushBody(push),
    claimedUntil: push.claimedUntil?.toISOString() ?? null,
    openedAt: push.openedAt.toISOString(),
    job: { id, url: `/api/pushes/${push.pushId}/job` },
    attemptList: attemptList.map((attempt) => ({
      ...attempt,
      startedAt: attempt.startedAt.toISOString(),
      finishedAt: attempt.finishedAt.toISOString(),
      latencyMs: attempt.finishedAt.getTime() - attempt.startedAt.getTime(),
    })),
    revisions: revisions.map((revision) => ({
      ...revision,
      reportedAt: revision.reportedAt.toISOString(),
      replacedAt: revision.replacedAt?.toISOString() ?? null,
    })),
    lostCalls: lostCalls.map((call) => ({ ...call, lostAt: call.lostAt.toISOString() })),
    retries: retries.map((retry) => ({ ...retry, askedAt: retry.askedAt.toISOString() })),
  }
}
