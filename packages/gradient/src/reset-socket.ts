import type { Socket } from 'node:net'

interface Handle {
  close(done?: () => void): void
  reset?(done?: () => void): number
  /** Of a TLS handle: the TCP handle under it. */
  _parent?: Handle
}

/**
 * Lets a socket that is about to be destroyed close by a reset, with the events and errors of any other close: the kernel goes on to deliver what it has of a closed
 * connection's bytes, and drops those of a reset one. Not `resetAndDestroy`: that takes no error, and refuses a TLS socket. Where node keeps its handles elsewhere one
 * day, the socket is closed as usual (a test tells).
 */
export function closeByReset(socket: Socket): void {
  const { _handle: outer } = socket as unknown as { _handle: Handle | null }
  const handle = outer?._parent ?? outer
  if (handle === null || handle === undefined || handle.reset === undefined) return
  const close = handle.close.bind(handle)
  handle.close = (done) => {
    if (handle.reset?.(done) !== 0) close(done)
  }
}
