import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import got, { RequestError, TimeoutError } from 'got'
import type { ErrorFacts } from './classify.ts'
import { guardRequest } from './guarded-request.ts'
import { receive } from './receive.ts'
import type { Send, SendDeps, SendWay } from './send.ts'
import { TOKEN_HEADER } from './token.ts'

const CONNECT_EVENTS = new Set(['lookup', 'connect', 'secureConnect'])

/** Sends by got. What is the same for every request is said to it once, since reading its options is a good part of what a request costs there. */
export function createGotSend(deps: SendDeps): SendWay {
  const isTls = deps.origin.startsWith('https:')
  const agent = isTls ? new HttpsAgent({ ...deps.tls, keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const request = got.extend({
    headers: { accept: 'application/json', 'user-agent': deps.userAgent },
    agent: { [isTls ? 'https' : 'http']: agent },
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

  const send: Send = async ({ method, url, token, json, maxBytes, signal, mayStart = () => true }) => {
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
  return { send, close: () => agent.destroy() }
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
