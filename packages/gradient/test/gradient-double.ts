import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** One request as it arrived. */
export interface ReceivedRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A server that records what it gets and answers what the test says: for what the sandbox does not play, such as broken answers. */
export interface GradientDouble {
  readonly baseUrl: string
  readonly received: ReceivedRequest[]
  /** How many connections were ever made. */
  connections(): number
  /** What to do with the next requests. */
  answerWith(answer: (response: ServerResponse, request: ReceivedRequest) => void): void
  close(): Promise<void>
}

/** Answers with a status and a JSON body. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}) {
  return (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
}

/** Answers with a web page. */
export function page(status: number, headers: Record<string, string> = {}) {
  return (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<html><title>Proxy</title></html>')
  }
}

/** Starts it on a free port. */
export async function startGradientDouble(): Promise<GradientDouble> {
  const received: ReceivedRequest[] = []
  const sockets = new Set<Socket>()
  let made = 0
  let answer: (response: ServerResponse, request: ReceivedRequest) => void = json(500, {})
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = '', url = '', headers } = request
    const arrived = { method, url, headers, body: Buffer.concat(chunks).toString() }
    received.push(arrived)
    answer(response, arrived)
  })
  server.on('connection', (socket) => {
    made += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    received,
    connections: () => made,
    answerWith: (next) => {
      answer = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
