import type { Agent as HttpAgent } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'
import type { Secret } from '@bridge/vault'
import got, { RequestError, TimeoutError } from 'got'
import type { AnswerFacts, ErrorFacts } from './classify.ts'
import { guardRequest } from './guarded-request.ts'
import { receive } from './receive.ts'
import { TOKEN_HEADER } from './token.ts'

/** How requests leave this process. */
interface SendDeps {
  readonly agent: { readonly http: HttpAgent } | { readonly https: HttpsAgent }
  readonly userAgent: string
  /** From the first byte of the look-up to the last byte of the answer. */
  readonly timeoutMs: number
  /** For the look-up, the connection and TLS, each. */
  readonly connectTimeoutMs: number
}

/** One request, complete. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly url: URL
  readonly token: Secret
  readonly json?: unknown
  readonly maxBytes: number
  readonly signal?: AbortSignal | undefined
  /** Asked until the bytes leave. */
  readonly mayStart?: (() => boolean) | undefined
}

const CONNECT_EVENTS = new Set(['lookup', 'connect', 'secureConnect'])

/**
 * Sends one request, once: no retry, no redirect, a capped answer. Never throws for what the world does: it returns what came, or the
 * code of what went wrong; null where `mayStart` said no before anything had left. Errors of got stay in here, because they carry the request
 * with its token.
 */
type Send = (request: OutgoingRequest) => Promise<AnswerFacts | ErrorFacts | null>

/** Makes it. What is the same for every request is said to got once, since reading its options is a good part of what a request costs there. */
export function createSend(deps: SendDeps): Send {
  const request = got.extend({
    headers: { accept: 'application/json', 'user-agent': deps.userAgent },
    agent: deps.agent,
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    timeout: {
      lookup: deps.connectTimeoutMs,
      connect: deps.connectTimeoutMs,
      secureConnect: deps.connectTimeoutMs,
      request: deps.timeoutMs,
    },
  })

  return async ({ method, url, token, json, maxBytes, signal, mayStart = () => true }) => {
    const guarded = guardRequest(mayStart)
    const answer = request.stream(url, {
      method,
      headers: { [TOKEN_HEADER]: token.reveal() },
      ...(json === undefined ? {} : { json }),
      request: guarded.request,
      ...(signal && { signal }),
    })
    try {
      const { response, text } = await receive(answer, maxBytes)
      return {
        kind: 'answer',
        httpStatus: response.statusCode,
        retryAfter: response.headers['retry-after'] ?? null,
        contentType: response.headers['content-type'] ?? null,
        bodyText: text,
      }
    } catch (error) {
      if (guarded.notStarted()) return null
      return { kind: 'error', code: codeOf(error), phase: phaseOf(error) }
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof RequestError ? error.code : 'UNKNOWN'
}

/** Where no connection was ever made nothing can have left; everything later counts as sent. */
function phaseOf(error: unknown): ErrorFacts['phase'] {
  if (error instanceof TimeoutError && CONNECT_EVENTS.has(error.event)) return 'before_send'
  if (!(error instanceof RequestError)) return 'after_send'
  return error.timings !== undefined && error.timings.connect === undefined ? 'before_send' : 'after_send'
}
