import { randomBytes } from 'node:crypto'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance } from 'fastify'
import { answerBrokenRequest, answerProblems, sendProblem, toProblem } from './answer-problems.ts'
import { type Api, withSchemas } from './api.ts'
import { addAuditRoute } from './audit/audit-route.ts'
import { addBoard } from './board/board-routes.ts'
import { addJobRoute } from './board/job-route.ts'
import { addReasonRoutes } from './board/reason-routes.ts'
import type { ConsoleParts, Deps } from './deps.ts'
import { addFailureRoutes } from './failures/failure-routes.ts'
import { addHealthRoutes } from './health-routes.ts'
import { addOrderRoutes } from './levers/order-routes.ts'
import { addPauseRoutes } from './levers/pause-routes.ts'
import { measureRequests } from './measure-requests.ts'
import { addOverviewRoutes } from './overview/overview-routes.ts'
import { addPage } from './pages/page-routes.ts'
import { isHttps } from './people/cookie.ts'
import { addOidcRoutes } from './people/oidc-routes.ts'
import { createPasswordChecker } from './people/password.ts'
import { addSessionRoutes } from './people/session-routes.ts'
import { ProblemError } from './problem.ts'
import { addRetryRoutes } from './retries/retry-routes.ts'
import { guardRights } from './rights/guard.ts'
import { addPushRoute } from './runs/push-route.ts'
import { addRunRoutes } from './runs/run-routes.ts'
import { addStoryRoutes } from './story/story-routes.ts'
import { answerUnknownRoutes } from './unknown-routes.ts'

const BODY_LIMIT_BYTES = 1024 * 1024
/** Requests that one address may make in ten seconds: several people behind one proxy, and the queue dashboard asking again and again. */
const REQUESTS_PER_10_S = 3_000

/** Builds the console's HTTP app; not listening yet. Closing it waits for the calls under way, not for the parts it was given. */
export async function buildApp(parts: ConsoleParts): Promise<FastifyInstance> {
  const deps: Deps = { ...parts, passwords: await createPasswordChecker(randomBytes(32).toString('base64url')) }
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    routerOptions: { maxParamLength: 1_024 },
    requestIdHeader: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    trustProxy: deps.trustedProxies.length > 0 ? deps.trustedProxies : false,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => {
      sendProblem(reply, toProblem(error), request.url)
    },
  })
  app.removeContentTypeParser('text/plain')
  const headers = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(isHttps(deps.publicUrl) ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
  app.addHook('onRequest', async (_request, reply) => void reply.headers(headers))
  letGoWhenClosing(app)
  answerProblems(app, deps.log)
  measureRequests(app, deps.metrics)
  answerUnknownRoutes(app)
  await app.register(cookie)
  await app.register(rateLimit, {
    hook: 'onRequest',
    max: REQUESTS_PER_10_S,
    timeWindow: 10_000,
    errorResponseBuilder: () => new ProblemError('too_many_requests', 'Wait as long as Retry-After says.'),
  })
  guardRights(app, deps)
  addHealthRoutes(app, deps)
  await app.register(async (scope) => addApi(withSchemas(scope), deps))
  await app.register((scope) => addBoard(scope, deps))
  await app.register((scope) => addPage(scope, deps))
  return app
}

/** Whoever is answered while the app closes is told not to come back on this connection, which would hold the closing up. */
function letGoWhenClosing(app: FastifyInstance): void {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) reply.header('connection', 'close')
    done(null, payload)
  })
}

function addApi(api: Api, deps: Deps): void {
  addSessionRoutes(api, deps)
  addOidcRoutes(api, deps)
  addAuditRoute(api, deps)
  addJobRoute(api, deps)
  addReasonRoutes(api, deps)
  addOverviewRoutes(api, deps)
  addRunRoutes(api, deps)
  addPushRoute(api, deps)
  addFailureRoutes(api, deps)
  addRetryRoutes(api, deps)
  addPauseRoutes(api, deps)
  addOrderRoutes(api, deps)
  addStoryRoutes(api, deps)
}
