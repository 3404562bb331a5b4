import type { Socket } from 'node:net'
import { buildConnector, type Dispatcher, Pool } from 'undici'
import { closeByReset } from './reset-socket.ts'
import type { SendDeps } from './send.ts'

/** Kept connections to one place, each with one request at a time. */
export interface Connections {
  /** Sends a request once there is a connection for it (undici's `Dispatcher.dispatch`). */
  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void
  /** Ends a request that has begun, and resets its connection. */
  cutShort(request: Dispatcher.DispatchController): void
  close(): void
}

/** Opens none yet: each is made when it is needed. */
export function openConnections(deps: Pick<SendDeps, 'origin' | 'tls' | 'connectTimeoutMs'>): Connections {
  /** Undici destroys a request's socket within the call that aborts it. */
  let cuttingShort = false
  const connect = buildConnector({ ...deps.tls, timeout: deps.connectTimeoutMs, allowH2: false })
  const pool = new Pool(deps.origin, {
    pipelining: 1,
    allowH2: false,
    // The sender has a timer of its own, for the whole.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, callback) =>
      connect(options, (...made) => {
        const [, socket] = made
        if (socket) resetWhenCutShort(socket)
        callback(...made)
      }),
  })

  function resetWhenCutShort(socket: Socket): void {
    const destroy = socket.destroy.bind(socket)
    socket.destroy = (error) => {
      if (cuttingShort) closeByReset(socket)
      return destroy(error)
    }
  }

  return {
    dispatch: (options, handler) => void pool.dispatch(options, handler),
    cutShort(request) {
      cuttingShort = true
      request.abort(new Error('Given up'))
      cuttingShort = false
    },
    close: () => void pool.destroy(),
  }
}
