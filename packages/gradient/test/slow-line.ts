import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A line to a server on which every reply takes longer. */
export interface SlowLine {
  readonly port: number
  close(): Promise<void>
}

/** Starts it on a free port. */
export async function startSlowLine(options: { targetPort: number; replyDelayMs: number }): Promise<SlowLine> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(options.targetPort, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        near.destroy()
        far.destroy()
      })
    }
    near.on('data', (data) => far.write(data))
    far.on('data', (data) => setTimeout(() => near.writable && near.write(data), options.replyDelayMs))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
