import { nudgePush } from '@bridge/queue'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../problem.ts'
import { answered } from './queues.ts'

/** A job of an earlier round may still be there, in the failed set; of so many rounds back. */
const ROUNDS_BACK = 50

/** `GET /api/pushes/{id}/job`: from a push to its job in the queue dashboard, or to that of the batch that it lies in. */
export function addJobRoute(api: Api, deps: Deps): void {
  api.route({
    method: 'GET',
    url: '/api/pushes/:pushId/job',
    schema: { params: z.object({ pushId: z.string().regex(/^\d{1,18}$/) }) },
    handler: async (request, reply) => {
      const { pushId } = request.params
      const push = await deps.db
        .selectFrom('push')
        .select(['id', 'nudge', 'connection_id as connectionId'])
        .where('id', '=', pushId)
        .executeTakeFirst()
      if (!push) throw new ProblemError('push_not_found', `There is no push ${pushId}.`)
      const rounds = Array.from({ length: Math.min(push.nudge, ROUNDS_BACK) + 1 }, (_, back) => push.nudge - back)
      const ids = rounds.map((nudge) => nudgePush({ ...push, nudge }).id)
      const found = await answered(deps.queues.look('billing', ids))
      const id = ids[found.findIndex((state) => state !== 'absent')]
      if (id !== undefined) return reply.redirect(`/board/queue/billing/${encodeURIComponent(id)}`, 303)
      const batch = (await answered(deps.queues.batchedPushes())).get(pushId)
      if (batch === undefined) {
        throw new ProblemError(
          'job_not_found',
          'It is done, or waits in Postgres. A job is there only while one is to look at it.',
        )
      }
      return reply.redirect(`/board/queue/batches/${encodeURIComponent(batch)}`, 303)
    },
  })
}
