import type { ClientRequest } from 'node:http'

/**
 * Follows a request to its connection, a kept one or a new one, and tells whether it has one. `onLate` is called once where the look-up, the connection or TLS
 * takes longer than `limitMs`, each.
 */
export function followConnection(
  request: ClientRequest,
  options: { isTls: boolean; limitMs: number; onLate: () => void },
): { isMade(): boolean } {
  let isMade = false
  request.once('socket', (socket) => {
    if (!socket.connecting) {
      isMade = true
      return
    }
    let timer = setTimeout(options.onLate, options.limitMs)
    const stop = () => clearTimeout(timer)
    const nextPhase = () => {
      stop()
      timer = setTimeout(options.onLate, options.limitMs)
    }
    socket.once('lookup', nextPhase)
    socket.once('connect', () => {
      isMade = true
      if (options.isTls) nextPhase()
      else stop()
    })
    socket.once('secureConnect', stop)
    socket.once('close', stop)
  })
  return { isMade: () => isMade }
}
