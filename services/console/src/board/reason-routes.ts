import { type BoardReason, findBoardReason, keepBoardReason } from '@bridge/db'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Deps } from '../deps.ts'
import { callerOf } from '../people/caller.ts'
import { ProblemError } from '../problem.ts'
import { reasonSchema, timeOrNull } from '../wire.ts'

/** How long a reason counts. An operator in a hurry says it once; one who comes back in the afternoon says it again. */
const COUNTS_MS = 3_600_000
const url = '/api/board-reason'
const reasonBody = z.object({ reason: z.string().nullable(), until: timeOrNull, secondsLeft: z.int().nullable() })

/** Why the one who asks changes jobs in the queue dashboard: bull-board's own buttons ask for no reason, so that it is said beside them. */
export function addReasonRoutes(api: Api, deps: Deps): void {
  api.route({
    method: 'GET',
    url,
    schema: { response: { 200: reasonBody } },
    handler: async (request) => toBody(await reasonOf(deps, request), deps.clock.now()),
  })

  api.route({
    method: 'PUT',
    url,
    schema: { body: z.strictObject({ reason: reasonSchema }), response: { 200: reasonBody } },
    handler: async (request) => {
      const { reason } = request.body
      const now = deps.clock.now()
      const until = new Date(now.getTime() + COUNTS_MS)
      await keepBoardReason(deps.db, { sessionId: callerOf(request).id, reason, until })
      return toBody({ reason, until }, now)
    },
  })
}

/** Why jobs are changed in this session now. @throws ProblemError `reason_needed` */
export async function boardReasonOrThrow(deps: Pick<Deps, 'db' | 'clock'>, request: FastifyRequest): Promise<string> {
  const said = await reasonOf(deps, request)
  if (!said) {
    throw new ProblemError(
      'reason_needed',
      'Nothing was changed. Say why in the bar at the foot of this page; it counts for an hour. Then do it again.',
    )
  }
  return said.reason
}

function reasonOf(deps: Pick<Deps, 'db' | 'clock'>, request: FastifyRequest): Promise<BoardReason | undefined> {
  return findBoardReason(deps.db, { sessionId: callerOf(request).id, now: deps.clock.now() })
}

function toBody(said: BoardReason | undefined, now: Date): z.output<typeof reasonBody> {
  if (!said) return { reason: null, until: null, secondsLeft: null }
  const { reason, until } = said
  return { reason, until: until.toISOString(), secondsLeft: Math.round((until.getTime() - now.getTime()) / 1_000) }
}
