import { runByOperator, sweepByOperator, syncByOperator } from '@bridge/db'
import { deadlineAt, lastClosedPeriod } from '@bridge/domain'
import { nudgeLook, nudgePlan, nudgeSync } from '@bridge/queue'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Deps } from '../deps.ts'
import { actorOf } from '../people/caller.ts'
import { ProblemError } from '../problem.ts'
import { partnerIdSchema, reasonSchema, timeOrNull } from '../wire.ts'
import { nudge } from './nudge.ts'

const bodySchema = z.strictObject({ reason: reasonSchema })

/** Things that are to happen now: a run, a sync of accounts, a sweep. */
export function addOrderRoutes(api: Api, deps: Deps): void {
  api.route({
    method: 'POST',
    url: '/api/runs',
    schema: {
      body: bodySchema.extend({ partnerId: partnerIdSchema.optional() }),
      response: {
        202: z.object({ id: z.uuid(), period: z.string(), created: z.boolean(), statusUrl: z.string() }),
      },
    },
    handler: async (request, reply) => {
      const { reason, partnerId = null } = request.body
      const now = deps.clock.now()
      const period = lastClosedPeriod(now, deps.calendar.timeZone)
      const run = await runByOperator(deps.db, {
        by: actorOf(request),
        reason,
        period,
        partnerId,
        deadlineAt: deadlineAt(period, deps.deadline),
        now,
      })
      if ('refused' in run) throw refusal(run.refused)
      nudge(deps, [nudgePlan(run.id)])
      return reply.code(202).send({ ...run, period, statusUrl: `/api/runs/${run.id}` })
    },
  })

  api.route({
    method: 'POST',
    url: '/api/partners/:partnerId/sync-accounts',
    schema: {
      params: z.object({ partnerId: partnerIdSchema }),
      body: bodySchema,
      response: { 202: z.object({ id: z.uuid() }) },
    },
    handler: async (request, reply) => {
      const { partnerId } = request.params
      const sync = await syncByOperator(deps.db, { by: actorOf(request), reason: request.body.reason, partnerId })
      if ('refused' in sync) throw refusal(sync.refused)
      nudge(deps, [nudgeSync(sync)])
      return reply.code(202).send({ id: sync.id })
    },
  })

  api.route({
    method: 'POST',
    url: '/api/sweep',
    schema: { body: bodySchema, response: { 202: z.object({ lastBeganAt: timeOrNull }) } },
    handler: async (request, reply) => {
      const { lastBeganAt } = await sweepByOperator(deps.db, { by: actorOf(request), reason: request.body.reason })
      nudge(deps, [nudgeLook(`sweep-${deps.clock.now().getTime()}`)])
      return reply.code(202).send({ lastBeganAt: lastBeganAt?.toISOString() ?? null })
    },
  })
}

function refusal(why: 'partner_not_found' | 'not_connected' | 'needs_key' | 'ended_just_now'): ProblemError {
  switch (why) {
    case 'partner_not_found':
      return new ProblemError('partner_not_found', 'There is no such partner.')
    case 'not_connected':
      return new ProblemError('not_possible', 'The partner is not connected: there is nowhere to send to.')
    case 'needs_key':
      return new ProblemError('not_possible', 'Gradient refuses the partner’s key: it must paste a new one first.')
    case 'ended_just_now':
      return new ProblemError('not_possible', 'A run of this period ended at this very moment. Order it again.')
  }
}
