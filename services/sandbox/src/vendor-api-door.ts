import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Call } from './call-log.ts'
import { strikeAfter, strikeBefore } from './fault-strike.ts'
import { retryAfterSeconds } from './rate-limiter.ts'
import type { SandboxState } from './state.ts'
import { readToken, type Token } from './token.ts'
import { CALL_DECORATOR, callOf, routeNameOf, type VendorApiCall } from './vendor-api-call.ts'
import { VendorApiError } from './vendor-api-error.ts'

/**
 * What every call to Gradient's routes passes, in this order: it is logged, held against the rate limit, its token is read; once the
 * body is there, latency and faults strike; the answer closes its line in the log.
 */
export function guardVendorApi(api: FastifyInstance, state: SandboxState): void {
  const nowMs = () => state.clock.now().getTime()
  api.decorateRequest(CALL_DECORATOR, null)

  api.addHook('onRequest', (request, reply, done) => {
    const token = readToken(request.headers['gradient-token'], state.vendorApiKey)
    const known = token?.vendorKey === state.vendorApiKey ? state.partnersByKey.get(token.partnerKey) : undefined
    const logged = state.calls.begin(describe(request, nowMs(), token, known))
    const call: VendorApiCall = { logged, partner: known, faultAfter: undefined, brokenBy: undefined }
    request.setDecorator(CALL_DECORATOR, call)
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) state.calls.end(logged, call.brokenBy ?? 'aborted', nowMs())
    })
    const refusal = state.limiter.admit(logged.startedAtMs, {
      partnerKey: token?.partnerKey,
      shared: state.faults.setFor(null).rateLimit,
      own: known && state.faults.setFor(known.organizationId).rateLimit,
    })
    if (refusal) {
      const headers = refusal.retryAfter === undefined ? {} : { 'retry-after': refusal.retryAfter }
      return done(new VendorApiError(429, 'Too Many Requests', { headers, fault: 'rate_limit' }))
    }
    done(request.is404 ? undefined : whyRefused(state, call, token))
  })

  api.addHook('preValidation', (request, reply, done) => {
    const call = callOf(request)
    const organizationId = call.partner?.organizationId ?? null
    noteBody(state, call.logged, request)
    const kind = state.faults.drawError(organizationId, call.logged)
    call.logged.delayedMs = Math.round(state.faults.drawLatencyMs(organizationId))
    if (kind === undefined && call.logged.delayedMs === 0) return done()
    const rateLimit = state.faults.effective(organizationId).rateLimit
    const strike = () =>
      strikeBefore(
        { calls: state.calls, nowMs },
        { call, kind, reply, done, retryAfter: retryAfterSeconds(rateLimit, 1000) },
      )
    if (call.logged.delayedMs === 0) return strike()
    setTimeout(strike, call.logged.delayedMs).unref()
  })

  api.addHook('onSend', (request, reply, payload, done) => {
    strikeAfter({ calls: state.calls, nowMs }, { call: callOf(request), reply, payload, done })
  })
}

function whyRefused(state: SandboxState, call: VendorApiCall, token: Token | undefined): VendorApiError | undefined {
  const { partner, logged } = call
  if (partner?.connected) return undefined
  if (partner) {
    const statusCode = state.faults.effective(partner.organizationId).afterDisconnect ?? 401
    if (statusCode === 200) return undefined
    const message = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Vendor Profile Not Found' }[statusCode]
    return new VendorApiError(statusCode, message, { fault: 'afterDisconnect' })
  }
  const isVendorAlone = token?.vendorKey === state.vendorApiKey && token.partnerKey === ''
  const isVendorCall = logged.route === 'vendor' || logged.route === 'service'
  const needsPartner = state.faults.setFor(null).vendorCallsNeedPartnerKey ?? true
  if (isVendorAlone && isVendorCall && !needsPartner) return undefined
  return new VendorApiError(401, 'Unauthorized')
}

function describe(
  request: FastifyRequest,
  startedAtMs: number,
  token: Token | undefined,
  partner: VendorApiCall['partner'],
): Omit<Call, 'sequence'> {
  return {
    startedAtMs,
    endedAtMs: null,
    method: request.method,
    path: request.url,
    route: routeNameOf(request),
    organizationId: partner?.organizationId ?? null,
    partnerName: partner?.name ?? null,
    partnerKey: token?.partnerKey ?? null,
    accountId: null,
    serviceId: null,
    unitCount: null,
    noBuild: null,
    body: undefined,
    bodyBytes: 0,
    delayedMs: 0,
    answered: null,
    fault: null,
  }
}

function noteBody(state: SandboxState, logged: Call, request: FastifyRequest): void {
  const params = (request.params ?? {}) as { accountId?: string; serviceId?: string }
  const body = (request.body ?? {}) as { accountId?: unknown; unitCount?: unknown }
  logged.accountId = params.accountId ?? (typeof body.accountId === 'string' ? body.accountId : null)
  logged.serviceId = params.serviceId ?? null
  if (logged.route === 'count') {
    logged.unitCount = body.unitCount ?? null
    logged.noBuild = readNoBuild(request.query)
  }
  state.calls.noteBody(logged, request.body, Number(request.headers['content-length'] ?? 0))
}

/** `no_build=true` in any case (some clients write `True`); absent or anything else means false. */
export function readNoBuild(query: unknown): boolean {
  const { no_build: noBuild } = (query ?? {}) as { no_build?: unknown }
  return typeof noBuild === 'string' && noBuild.toLowerCase() === 'true'
}
