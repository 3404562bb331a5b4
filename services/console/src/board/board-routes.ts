import { createBullBoard } from '@bull-board/api'
import { FastifyAdapter } from '@bull-board/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { pathOf, toProblem } from '../answer-problems.ts'
import type { Deps } from '../deps.ts'
import { callerOf } from '../people/caller.ts'
import { ProblemError, problemBody } from '../problem.ts'
import { hardenPage, STYLE_NONCE, STYLE_NONCE_PATH } from './board-page.ts'
import { duplicateJob } from './duplicate.ts'
import { makeChange } from './make-change.ts'
import { OFFERS } from './offers.ts'
import { answered, createQueueOpener } from './queues.ts'
import { REASON_BAR_SCRIPT, REASON_BAR_SCRIPT_PATH, REASON_BAR_STYLES, REASON_BAR_STYLES_PATH } from './reason-bar.ts'

const PREFIX = '/board'
const SAFE_METHODS = ['GET', 'HEAD']
const SCRIPT = 'text/javascript; charset=utf-8'

/** The queue dashboard at `/board`: bull-board behind our sessions and our table of rights, with what does no harm (`OFFERS`). */
export async function addBoard(app: FastifyInstance, deps: Deps): Promise<void> {
  const serverAdapter = new FastifyAdapter()
  const board = createBullBoard({
    queues: [],
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: `${deps.vendorName}: queues`,
        hideDocsLink: true,
        miscLinks: [{ text: 'The console', url: '/' }],
      },
    },
  })
  const openQueues = createQueueOpener(deps, board.addQueue)
  app.addHook('onRoute', (route) => fit(deps, route))
  app.addHook('preHandler', async (request) => {
    if (pathOf(request).startsWith(`${PREFIX}/api/`)) await openQueues()
  })
  app.addHook('preSerialization', async (request, _reply, payload) => forRole(request, payload))
  app.addHook('onSend', async (request, reply, payload) => {
    const isPage = typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html')
    return isPage ? hardenPage(reply, payload, callerOf(request).role === 'operator') : payload
  })
  app.get(STYLE_NONCE_PATH, async (_request, reply) => reply.type(SCRIPT).send(STYLE_NONCE))
  app.get(REASON_BAR_SCRIPT_PATH, async (_request, reply) => reply.type(SCRIPT).send(REASON_BAR_SCRIPT))
  app.get(REASON_BAR_STYLES_PATH, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(REASON_BAR_STYLES),
  )
  await app.register(serverAdapter.registerPlugin(), { prefix: PREFIX })
}

/** Makes one of bull-board's routes one of ours, before it is added. */
function fit(deps: Deps, route: RouteOptions): void {
  route.errorHandler = (error, request, reply) => sendBoardProblem(deps, { error, request, reply })
  const handler = route.handler
  route.handler = async function (request, reply) {
    const handle = async () => handler.call(this, request, reply)
    if (SAFE_METHODS.includes(request.method)) return answered(handle())
    const offer = OFFERS[`${request.method} ${route.url}`]
    if (!offer) {
      throw new ProblemError('not_offered', 'The console has another way for this, or none: it would break the system.')
    }
    const make = offer.action === 'board.duplicate' ? () => duplicate(deps, request) : handle
    return answered(makeChange(deps, { request, reply, offer, make }))
  }
}

async function duplicate(deps: Deps, request: FastifyRequest) {
  const { queueName } = request.params as { queueName: string }
  const { id, name, data } = await duplicateJob(deps, queueName, request.body)
  return { job: { id, name, data }, status: 'waiting' }
}

/** A viewer's dashboard has no buttons. That they change nothing is not up to this, but to the table of rights. */
function forRole(request: FastifyRequest, payload: unknown): unknown {
  const { queues } = (payload ?? {}) as { queues?: object[] }
  if (!Array.isArray(queues) || callerOf(request).role === 'operator') return payload
  return { queues: queues.map((queue) => ({ ...queue, readOnlyMode: true, allowRetries: false })) }
}

/** A problem as everywhere, with the members that bull-board's page shows to people. */
function sendBoardProblem(
  deps: Deps,
  { error, request, reply }: { error: unknown; request: FastifyRequest; reply: FastifyReply },
): void {
  const problem = toProblem(error)
  if (problem.code === 'internal_error') {
    deps.log.error(
      { err: error, method: request.method, route: request.routeOptions.url },
      'a request failed unforeseen',
    )
  }
  const body = problemBody(problem, pathOf(request))
  reply
    .code(problem.status)
    .headers(problem.headers)
    .type('application/problem+json')
    .send({ ...body, error: body.title, message: body.detail })
}
