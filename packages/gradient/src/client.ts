import { createFailure } from '@bridge/domain'
import type { Secret } from '@bridge/vault'
import { backOff, CALM } from './back-off.ts'
import type { CallOptions, CallResult, GradientClient, GradientClientOptions } from './client-types.ts'
import { type Endpoint, endpoints } from './endpoints.ts'
import { readAnswer } from './read-answer.ts'
import type { SendDeps } from './send.ts'
import { createGotSend } from './send-by-got.ts'
import { createUndiciSend } from './send-by-undici.ts'
import { checkTargetUrl } from './target-url.ts'
import { gradientToken } from './token.ts'

const CONNECT_TIMEOUT_MS = 5000

/**
 * Makes the client. It retries nothing and throws for nothing that the world does; every request goes through the pace. A 429 that says
 * for how long, or many 429s, slow the whole fleet down (`back-off.ts`).
 * @throws TargetUrlError where the base URL is neither https nor loopback.
 */
export function createGradientClient(options: GradientClientOptions): GradientClient {
  const baseUrl = checkTargetUrl(options.baseUrl)
  let recentAnswers = CALM
  const sendDeps: SendDeps = {
    origin: baseUrl.origin,
    tls: options.tls ?? {},
    userAgent: 'gradient-bridge',
    timeoutMs: options.timeoutMs,
    connectTimeoutMs: Math.min(options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS, options.timeoutMs),
  }
  const byGot = createGotSend(sendDeps)
  const byUndici = createUndiciSend(sendDeps)

  async function call<Value>(
    partnerKey: Secret,
    endpoint: Endpoint<Value>,
    callOptions: CallOptions,
  ): Promise<CallResult<Value>> {
    const url = urlFor(baseUrl, endpoint)
    if (url === null) return { ok: false, failure: unaddressable(endpoint.path) }
    if (!(await hasSlot(options.pace, callOptions))) return { ok: false, notStarted: true }
    if (callOptions.signal?.aborted) return { ok: false, notStarted: true }

    const token = gradientToken(options.vendorApiKey, partnerKey)
    const sentAtMs = performance.now()
    const way = endpoint.byTheThousand ? byUndici : byGot
    const facts = await way.send({
      method: endpoint.method,
      url,
      token,
      json: endpoint.json,
      maxBytes: endpoint.maxBytes,
      signal: callOptions.signal,
      mayStart: callOptions.mayStart,
    })
    if (facts === null) return { ok: false, notStarted: true }
    const result = readAnswer(facts, endpoint.reader, {
      call: endpoint.call,
      now: options.clock.now(),
      secrets: [options.vendorApiKey, partnerKey, token],
    })
    if (facts.kind === 'answer') {
      const askedMs = result.ok ? null : result.failure.retryAfterMs
      const limited = !result.ok && result.failure.reason === 'rate_limited'
      const nowMs = performance.now()
      const { state, waitMs } = backOff(recentAnswers, { limited, askedMs, sentAtMs, nowMs, random: Math.random() })
      recentAnswers = state
      if (waitMs !== null) await options.pace.slowDown(waitMs)
    }
    return result
  }

  return {
    ...endpoints(call),
    close() {
      byGot.close()
      byUndici.close()
    },
  }
}

/** True once the call may be sent; false where the caller gave up meanwhile. */
async function hasSlot(pace: GradientClientOptions['pace'], options: CallOptions): Promise<boolean> {
  const { paced, priority, signal } = options
  if (signal?.aborted) return false
  if (paced === true) return true
  try {
    if (paced !== undefined && (await paced.due(signal))) return true
    await pace.take(priority, signal)
    return true
  } catch (error) {
    if (signal?.aborted) return false
    throw error
  }
}

/** Null where an id cannot stand in a path: an empty one, or a dot segment, which every URL parser takes for "here" or "one up". */
function urlFor(baseUrl: URL, endpoint: Pick<Endpoint<unknown>, 'path' | 'query'>): URL | null {
  if (endpoint.path.some((segment) => /^\.{0,2}$/.test(segment) || !segment.isWellFormed())) return null
  const url = new URL(baseUrl)
  url.pathname = `${baseUrl.pathname.replace(/\/+$/, '')}/${endpoint.path.map(encodeURIComponent).join('/')}`
  url.search = endpoint.query ?? ''
  return url
}

function unaddressable(path: readonly string[]) {
  return createFailure('bad_request', {
    httpStatus: null,
    message: `Not sent: an id in ${JSON.stringify(path.join('/'))} cannot stand in an address`,
    retryAfterMs: null,
    ambiguous: false,
  })
}
