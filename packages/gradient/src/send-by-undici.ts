import { type Dispatcher, errors } from 'undici'
import type { AnswerFacts, ErrorFacts } from './classify.ts'
import { type OutgoingRequest, type SendDeps, type SendWay, TOO_LARGE } from './send.ts'
import { TOKEN_HEADER } from './token.ts'
import { type Connections, openConnections } from './undici-connections.ts'
import { unpack } from './unpack.ts'

/** What undici calls by a name of its own, by the name that node and got have for the same. */
const CODES: Record<string, string> = {
  UND_ERR_SOCKET: 'ECONNRESET',
  UND_ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_HEADERS_OVERFLOW: 'HPE_HEADER_OVERFLOW',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH',
}

/**
 * Sends by undici, what means the same as by got (`both-ways.test.ts`), for an eighth of the CPU: got makes options, a stream and timings for each request
 * (docs/performance.md). For small answers: they are held whole, and asked for unpacked.
 *
 * `mayStart` is asked when the request is made, and once more on a connection that is made and trusted, right before the bytes are written, in the same tick
 * (`writeH1` in undici's client-h1.js); a connection carries one request at a time. What is left is as with got (`guardRequest`).
 */
export function createUndiciSend(deps: SendDeps): SendWay {
  const how = { ...deps, connections: openConnections(deps) }
  return {
    send: async (request) => {
      if (request.signal?.aborted || request.mayStart?.() === false) return null
      return exchange(how, request)
    },
    close: how.connections.close,
  }
}

function exchange(
  { connections, timeoutMs, userAgent }: SendDeps & { connections: Connections },
  { method, url, token, json, maxBytes, signal, mayStart }: OutgoingRequest,
): Promise<AnswerFacts | ErrorFacts | null> {
  const { promise, resolve } = Promise.withResolvers<AnswerFacts | ErrorFacts | null>()
  let started: Dispatcher.DispatchController | null = null
  let isOver = false
  const timer = setTimeout(() => giveUp('ETIMEDOUT'), timeoutMs)
  const abort = () => giveUp('ERR_ABORTED')
  signal?.addEventListener('abort', abort)

  function settle(facts: AnswerFacts | ErrorFacts | null): void {
    isOver = true
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
    resolve(facts)
  }

  /** Says first why. A request that waits for its connection still is refused when it has one. */
  function giveUp(code: string): void {
    settle({ kind: 'error', code, phase: started ? 'after_send' : 'before_send' })
    if (started) connections.cutShort(started)
  }

  let answer: Pick<AnswerFacts, 'httpStatus' | 'retryAfter' | 'contentType'> & { encoding: string | null }
  const chunks: Buffer[] = []
  let bytes = 0
  connections.dispatch(
    {
      method,
      path: `${url.pathname}${url.search}`,
      headers: [
        ...['accept', 'application/json', 'accept-encoding', 'identity', 'user-agent', userAgent],
        ...[TOKEN_HEADER, token.reveal()],
        ...(json === undefined ? [] : ['content-type', 'application/json']),
      ],
      body: json === undefined ? null : JSON.stringify(json),
    },
    {
      onRequestStart(controller) {
        if (!isOver && mayStart?.() === false) settle(null)
        if (isOver) controller.abort(new Error('Not started'))
        else started = controller
      },
      onResponseStart(_controller, httpStatus, headers) {
        answer = {
          httpStatus,
          retryAfter: oneOf(headers['retry-after']),
          contentType: oneOf(headers['content-type']),
          encoding: oneOf(headers['content-encoding']),
        }
      },
      onResponseData(_controller, chunk) {
        bytes += chunk.length
        if (bytes > maxBytes) giveUp(TOO_LARGE)
        else chunks.push(chunk)
      },
      onResponseEnd() {
        const { encoding, ...facts } = answer
        settle(read(facts, { body: Buffer.concat(chunks), encoding, maxBytes }))
      },
      onResponseError(_controller, error) {
        if (!isOver) settle({ kind: 'error', code: codeOf(error), phase: started ? 'after_send' : 'before_send' })
      },
    },
  )
  return promise
}

function read(
  facts: Pick<AnswerFacts, 'httpStatus' | 'retryAfter' | 'contentType'>,
  { body, encoding, maxBytes }: { body: Buffer; encoding: string | null; maxBytes: number },
): AnswerFacts | ErrorFacts {
  try {
    return { kind: 'answer', ...facts, bodyText: unpack(body, encoding, maxBytes).toString() }
  } catch (error) {
    const code = codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? TOO_LARGE : 'ERR_BODY_NOT_UNPACKED'
    return { kind: 'error', code, phase: 'after_send' }
  }
}

/** A header that came more than once says nothing clear: its first is taken, as node does. */
function oneOf(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null
}

function codeOf(error: unknown): string {
  if (error instanceof errors.HTTPParserError) return 'HPE_INVALID'
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
  return CODES[code] ?? code
}
