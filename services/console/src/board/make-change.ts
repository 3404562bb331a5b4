import { type Actor, recordAction } from '@bridge/db'
import { QUEUES } from '@bridge/queue'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { actorOf } from '../people/caller.ts'
import { ProblemError } from '../problem.ts'
import type { Offer } from './offers.ts'
import { pauseSendingWith } from './pause-sending.ts'
import { pushIdOf } from './queues.ts'
import { boardReasonOrThrow } from './reason-routes.ts'

/** The parts of a path of bull-board's. */
type Params = Partial<Record<'queueName' | 'queueStatus' | 'jobId' | 'schedulerId', string>>

/**
 * Makes a change that the queue dashboard offers. It is recorded before it is made, since Redis and Postgres have no transaction in common: there
 * is none that is not recorded, and one that then failed has a second line which says so.
 * @throws ProblemError `not_offered`, `reason_needed`
 */
export async function makeChange(
  deps: Deps,
  {
    request,
    reply,
    offer,
    make,
  }: { request: FastifyRequest; reply: FastifyReply; offer: Offer; make: () => Promise<unknown> },
): Promise<unknown> {
  const params = request.params as Params
  if (offer.states && !offer.states.includes(params.queueStatus ?? '')) {
    throw new ProblemError('not_offered', `Jobs in this state are left alone: only ${offer.states.join(', ')}.`)
  }
  const reason = await boardReasonOrThrow(deps, request)
  const by = actorOf(request, 'board')
  const { onRows, before } = await describe(deps, params, request.body)
  await deps.db.transaction().execute(async (tx) => {
    await pauseSendingWith(tx, { action: offer.action, queue: params.queueName, by: by.name, reason })
    await recordAction(tx, { by, action: offer.action, reason, onRows, before })
  })
  const failed = (words: string) => recordFailure(deps, { by, action: offer.action, reason, onRows, words })
  let made: unknown
  try {
    made = await make()
  } catch (error) {
    await failed(error instanceof Error ? error.message : 'it failed')
    throw error
  }
  if (reply.statusCode >= 400) await failed(`answered ${reply.statusCode}`)
  return made
}

async function recordFailure(
  deps: Deps,
  failed: { by: Actor; action: string; reason: string; onRows: Record<string, unknown>; words: string },
): Promise<void> {
  const { words, ...done } = failed
  await deps.db.transaction().execute((tx) => recordAction(tx, { ...done, after: { failed: words } }))
}

/** On which rows, and how many jobs of which state the queue had before. */
async function describe(
  deps: Deps,
  params: Params,
  body: unknown,
): Promise<{ onRows: Record<string, unknown>; before: unknown }> {
  const { queueName, queueStatus, jobId, schedulerId } = params
  if (queueName === undefined) return { onRows: { queues: QUEUES }, before: null }
  const queue = QUEUES.find((name) => name === queueName)
  if (queue === undefined) throw new ProblemError('route_not_found', 'There is no such queue.')
  const opened = await deps.queues.queue(queue)
  const job = jobId === undefined ? undefined : await opened.getJob(jobId)
  const pushId = pushIdOf(job?.data ?? (body as { data?: unknown } | null | undefined)?.data)
  const onRows = {
    queue,
    ...(jobId === undefined ? {} : { jobId }),
    ...(pushId === undefined ? {} : { pushId }),
    ...(queueStatus === undefined ? {} : { state: queueStatus }),
    ...(schedulerId === undefined ? {} : { schedulerId }),
  }
  return {
    onRows,
    before: jobId === undefined ? { jobs: await opened.getJobCounts() } : { state: await job?.getState() },
  }
}
