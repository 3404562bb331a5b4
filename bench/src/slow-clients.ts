import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const DRIP_EVERY_MS = 200
const BYTES_AT_A_TIME = 64

/**
 * Opens connections of clients that are slow: every other one sends its request byte by byte, the rest ask for a long list and read it by a few
 * bytes at a time. Answers once each of those has its first bytes, so that what is measured then is their slowness and not what their lists cost; the function that
 * is answered ends them.
 */
export async function openSlowClients(input: { url: string; token: string; clients: number }): Promise<() => void> {
  const { hostname, port } = new URL(input.url)
  const head = (line: string, more = '') =>
    `${line} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${input.token}\r\n${more}\r\n`
  const ends: (() => void)[] = []
  const begun: Promise<unknown>[] = []
  for (let client = 0; client < input.clients; client += 1) {
    const socket = connect({ host: hostname, port: Number(port) })
    // The server may end it: that is its good right.
    socket.on('error', () => socket.destroy())
    if (client % 2 === 1) begun.push(once(socket, 'readable'))
    const stop = client % 2 === 0 ? dripRequest(socket, head) : readSlowly(socket, head)
    ends.push(() => {
      stop()
      socket.destroy()
    })
  }
  await Promise.all(begun)
  return () => {
    for (const end of ends) end()
  }
}

function dripRequest(socket: Socket, head: (line: string, more?: string) => string): () => void {
  const body = '{"name":"A slow one"}'
  const text = `${head('PUT /v1/partners/p1/companies/slow', `content-type: application/json\r\ncontent-length: ${body.length}\r\n`)}${body}`
  let sent = 0
  const timer = setInterval(() => {
    if (sent < text.length && !socket.destroyed) socket.write(text[sent] ?? '')
    sent += 1
  }, DRIP_EVERY_MS)
  return () => clearInterval(timer)
}

function readSlowly(socket: Socket, head: (line: string, more?: string) => string): () => void {
  socket.write(head('GET /v1/partners/p1/companies?limit=500'))
  const timer = setInterval(() => socket.read(BYTES_AT_A_TIME), DRIP_EVERY_MS)
  return () => clearInterval(timer)
}
