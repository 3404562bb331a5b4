import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

/** TLS by a key that both know: no certificate is needed. */
const PSK = { ciphers: 'PSK-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' } as const
const psk = Buffer.from('0123456789abcdef')

/** Options of an agent that trusts a raw server over TLS. */
export const trustsPsk = {
  ...PSK,
  pskCallback: () => ({ psk, identity: 'test' }),
  checkServerIdentity: () => undefined,
}

/** A server that speaks no HTTP of its own: for answers that no HTTP server would give, and to see each byte. */
export interface RawServer {
  readonly port: number
  /** Everything that came, as it comes out of TLS. */
  received(): string
  /** How many connections were made. */
  connections(): number
  /** How each connection that is over ended: `closed`, or its error's code. */
  readonly ends: readonly string[]
  close(): Promise<void>
}

/** Starts it on a free port; `serve` is given each connection. */
export async function startRawServer(
  serve: (socket: Socket) => void,
  { scheme = 'http' }: { scheme?: string } = {},
): Promise<RawServer> {
  const sockets = new Set<Socket>()
  const ends: string[] = []
  let received = ''
  const accept = (socket: Socket) => {
    sockets.add(socket)
    let end = 'closed'
    socket.on('error', (error) => {
      end = 'code' in error ? String(error.code) : error.message
    })
    socket.on('close', () => ends.push(end))
    socket.on('data', (data) => {
      received += data.toString()
    })
    serve(socket)
  }
  const server = scheme === 'https' ? createTlsServer({ ...PSK, pskCallback: () => psk }, accept) : createServer(accept)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    received: () => received,
    connections: () => sockets.size,
    ends,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Says this, part by part, once a whole request has come that ends with an object. */
export function answering(...parts: (string | Buffer)[]): (socket: Socket) => void {
  return (socket) =>
    void socket.on('data', (data) => {
      if (!data.toString().endsWith('}')) return
      for (const part of parts) socket.write(part)
    })
}
