import type { IncomingMessage } from 'node:http'
import type { AnswerFacts, ErrorFacts } from './classify.ts'
import { followConnection } from './follow-connection.ts'
import { type GuardedRequest, guardRequest } from './guarded-request.ts'
import { type OutgoingRequest, type Send, type SendDeps, TOO_LARGE } from './send.ts'
import { TOKEN_HEADER } from './token.ts'
import { unpack } from './unpack.ts'

/**
 * Sends by Node's own client, under the same guard as got's requests and with what means the same (`both-ways.test.ts`). A call costs a third of the CPU and of the memory that it
 * does through got, which makes options, a stream and timings for each (docs/performance.md). For small answers: they are held whole, and asked for unpacked.
 */
export function createNodeSend(deps: SendDeps): Send {
  return async (outgoing) => {
    if (outgoing.signal?.aborted) return null
    const guarded = guardRequest(outgoing.mayStart ?? (() => true))
    try {
      return await exchange(deps, outgoing, guarded)
    } catch (error) {
      // Thrown as the request was made: a token that no header can carry, or `mayStart` said no.
      return guarded.notStarted() ? null : { kind: 'error', code: codeOf(error), phase: 'before_send' }
    }
  }
}

function exchange(
  deps: SendDeps,
  { method, url, token, json, maxBytes, signal }: OutgoingRequest,
  guarded: GuardedRequest,
): Promise<AnswerFacts | ErrorFacts | null> {
  return new Promise((resolve) => {
    const body = json === undefined ? undefined : JSON.stringify(json)
    const request = guarded.request(url, {
      method,
      agent: deps.agent,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': deps.userAgent,
        [TOKEN_HEADER]: token.reveal(),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      },
    })
    const connection = followConnection(request, {
      isTls: url.protocol === 'https:',
      limitMs: deps.connectTimeoutMs,
      onLate: () => giveUp('ETIMEDOUT', 'before_send'),
    })
    const timer = setTimeout(() => giveUp('ETIMEDOUT'), deps.timeoutMs)
    const abort = () => giveUp('ERR_ABORTED')
    signal?.addEventListener('abort', abort)

    function settle(facts: AnswerFacts | ErrorFacts | null): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      resolve(facts)
    }

    function settleAsError(code: string, phase?: ErrorFacts['phase']): void {
      settle({ kind: 'error', code, phase: phase ?? (connection.isMade() ? 'after_send' : 'before_send') })
    }

    /** Says first why, since the request and its socket then say of their end what they like. */
    function giveUp(code: string, phase?: ErrorFacts['phase']): void {
      settleAsError(code, phase)
      request.destroy()
    }

    request.on('error', (error) => (guarded.notStarted() ? settle(null) : settleAsError(codeOf(error))))
    request.once('response', (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > maxBytes) giveUp(TOO_LARGE)
        else chunks.push(chunk)
      })
      response.once('error', (error) => settleAsError(codeOf(error)))
      response.once('end', () => settle(read(response, Buffer.concat(chunks), maxBytes)))
    })
    request.end(body)
  })
}

function read({ statusCode = 0, headers }: IncomingMessage, body: Buffer, maxBytes: number): AnswerFacts | ErrorFacts {
  try {
    return {
      kind: 'answer',
      httpStatus: statusCode,
      retryAfter: headers['retry-after'] ?? null,
      contentType: headers['content-type'] ?? null,
      bodyText: unpack(body, headers['content-encoding'], maxBytes).toString(),
    }
  } catch (error) {
    const code = codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? TOO_LARGE : 'ERR_BODY_NOT_UNPACKED'
    return { kind: 'error', code, phase: 'after_send' }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
}
