import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance } from 'fastify'
import { answerBrokenRequest, answerProblems, sendProblem, toProblem } from './answer-problems.ts'
import { type Api, withSchemas } from './api.ts'
import { authenticate, callerOf } from './authenticate.ts'
import { addBillingRoutes } from './billing/billing-routes.ts'
import { addBreakdownRoute } from './billing/breakdown-route.ts'
import { addPartnerBillingRoutes } from './billing/partner-billing-routes.ts'
import { addPeriodRoute } from './billing/period-route.ts'
import { addPreviewRoute } from './billing/preview-route.ts'
import { addUnmappedRoute } from './billing/unmapped-route.ts'
import { addCompanyRoutes } from './companies/company-routes.ts'
import { addConnectionRoutes } from './connect/connection-routes.ts'
import type { Deps, GatewayParts } from './deps.ts'
import { addEventRoutes } from './events/event-routes.ts'
import { addHealthRoutes } from './health-routes.ts'
import { addImportRoute } from './imports/import-route.ts'
import { parseJsonBody } from './json-body.ts'
import { measureRequests } from './measure-requests.ts'
import { createNudger } from './nudger.ts'
import { addDocs, openApi } from './openapi.ts'
import { addPartnerRoutes } from './partners/partner-routes.ts'
import { guardAccess } from './portal/access.ts'
import { addPortalLinkRoute } from './portal/link-route.ts'
import { addPortalPages } from './portal/page-routes.ts'
import { requestLimit } from './portal/rate-limits.ts'
import { addPortalSessionRoutes } from './portal/session-routes.ts'
import { ProblemError } from './problem.ts'
import { answerUnknownRoutes } from './unknown-routes.ts'
import { addUsageRoutes } from './usage/usage-routes.ts'

const BODY_LIMIT_BYTES = 1024 * 1024

/** Builds the gateway's HTTP app; not listening yet. Closing it waits for the calls and nudges under way, not for the parts it was given. */
export async function buildApp(parts: GatewayParts): Promise<FastifyInstance> {
  const nudger = createNudger(parts)
  const deps: Deps = { ...parts, nudger }
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    routerOptions: { maxParamLength: 1_024 },
    requestIdHeader: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => {
      sendProblem(reply, toProblem(error), request.url)
    },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
    parseJsonBody(body),
  )
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    done()
  })
  letGoWhenClosing(app)
  answerProblems(app, deps.log)
  measureRequests(app, deps.metrics)
  answerUnknownRoutes(app)
  await app.register(cookie)
  await app.register(swagger, openApi(deps))
  await addDocs(app)
  addHealthRoutes(app, deps)
  await app.register((scope) => addPortalPages(scope, deps))
  await app.register((scope) => addApi(scope, deps), { prefix: '/v1' })
  app.addHook('onClose', () => nudger.close())
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

async function addApi(scope: FastifyInstance, deps: Deps): Promise<void> {
  authenticate(scope, deps)
  guardAccess(scope, deps)
  await scope.register(rateLimit, {
    ...requestLimit(deps),
    keyGenerator: (request) => callerOf(request).id,
    errorResponseBuilder: () => new ProblemError('too_many_requests', 'Wait as long as Retry-After says.'),
  })
  const api: Api = withSchemas(scope)
  addPartnerRoutes(api, deps)
  addCompanyRoutes(api, deps)
  addUsageRoutes(api, deps)
  addConnectionRoutes(api, deps)
  addBillingRoutes(api, deps)
  addPartnerBillingRoutes(api, deps)
  addBreakdownRoute(api, deps)
  addPreviewRoute(api, deps)
  addPeriodRoute(api, deps)
  addUnmappedRoute(api, deps)
  addEventRoutes(api, deps)
  addImportRoute(api, deps)
  addPortalLinkRoute(api, deps)
  addPortalSessionRoutes(api, deps)
}
