import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { closeByReset } from './reset-socket.ts'

/** The caller took its word back before any byte had left. */
class NotStartedError extends Error {
  override readonly name = 'NotStartedError'
  readonly code = 'not_started'
}

/** A function that makes one request for got, and what became of it. */
export interface GuardedRequest {
  request(
    url: URL,
    options: Pick<RequestOptions, 'method' | 'headers' | 'agent'>,
    callback?: (response: IncomingMessage) => void,
  ): ClientRequest
  /** Whether it was given up before any byte of the request had left. */
  notStarted(): boolean
}

/**
 * Makes one request that asks `mayStart` at each last moment that there is: when it is made, when it is given a socket, and for a new one when
 * that is connected and when it is trusted (TLS). Up to then node keeps the request's bytes (`_flush` in _http_client.js follows the event
 * `socket`, `_writeGeneric` in net.js the event `connect`), so a no still stops all of it.
 *
 * A request that ends early (our timeout, the caller's signal) resets its connection instead of closing it (`closeByReset`).
 *
 * Node is told the method, the headers and the agent. The rest of got's forty options is not set or is node's own default, and node would copy them all twice, a tenth of what
 * a call costs (docs/performance.md); what concerns TLS is the agent's.
 *
 * What is left: from the last look the bytes go to the kernel within the same tick, or, over TLS, within the handshake's last step. A process
 * that is stopped right there, or bytes that wait in the kernel or on the way for longer than the caller's claim, cannot be called back.
 */
export function guardRequest(mayStart: () => boolean): GuardedRequest {
  let refused = false

  function refuses(): boolean {
    refused = !mayStart()
    return refused
  }

  return {
    notStarted: () => refused,
    request(url, { method, headers, agent }, callback) {
      if (refuses()) throw new NotStartedError('The caller may not start any more')
      const isTls = url.protocol === 'https:'
      const request = (isTls ? httpsRequest : httpRequest)(url, { method, headers, agent }, callback)
      resetWhenCutShort(request)
      const lookAgain = () => {
        if (!refused && refuses()) request.destroy(new NotStartedError('The caller may not start any more'))
      }
      request.once('socket', (socket) => {
        lookAgain()
        if (!socket.connecting) return
        socket.once('connect', lookAgain)
        if (isTls) socket.once('secureConnect', lookAgain)
      })
      return request
    },
  }
}

function resetWhenCutShort(request: ClientRequest): void {
  const destroy = request.destroy.bind(request)
  request.destroy = (error) => {
    const { socket } = request
    // While it connects nothing has left; after a whole answer the socket is no longer this request's.
    const isUnderWay = !request.destroyed && socket !== null && !socket.connecting && !isAnswered(request)
    if (isUnderWay) closeByReset(socket)
    return destroy(error)
  }
}

function isAnswered(request: ClientRequest): boolean {
  const { res } = request as { res?: { complete: boolean } }
  return res?.complete === true
}
