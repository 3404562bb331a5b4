import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { waitFor } from '@bridge/testkit'
import { Secret } from '@bridge/vault'
import { afterEach, describe, expect, test } from 'vitest'
import { createGradientClient } from '../src/client.ts'
import type { GradientClientOptions } from '../src/client-types.ts'

const partnerKey = new Secret('partner-key-0123456789')
const count = { serviceId: 's', accountId: 'c-1', unitCount: 12, noBuild: true }
const OK = 'HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}'
/** TLS by a key that both know: no certificate is needed. */
const PSK = { ciphers: 'PSK-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' } as const
const psk = Buffer.from('0123456789abcdef')
const trustsPsk = {
  ...PSK,
  pskCallback: () => ({ psk, identity: 'test' }),
  checkServerIdentity: () => undefined,
}

/** A server that records the bytes of requests, as they come out of TLS, and how its connections ended. */
interface RawServer {
  readonly port: number
  received: string
  readonly ends: string[]
  connections: number
}

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

async function startRaw(scheme: string, handle: (socket: Socket) => void): Promise<RawServer> {
  const raw = { port: 0, received: '', ends: [] as string[], connections: 0 }
  const sockets = new Set<Socket>()
  const accept = (socket: Socket) => {
    raw.connections += 1
    sockets.add(socket)
    let end = 'closed'
    socket.on('error', (error) => {
      end = 'code' in error ? String(error.code) : error.message
    })
    socket.on('close', () => raw.ends.push(end))
    handle(socket)
  }
  const server: Server =
    scheme === 'https' ? createTlsServer({ ...PSK, pskCallback: () => psk }, accept) : createServer(accept)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  raw.port = (server.address() as AddressInfo).port
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  return raw
}

function startClient(scheme: string, port: number, options: Partial<GradientClientOptions> = {}) {
  const client = createGradientClient({
    baseUrl: `${scheme}://127.0.0.1:${port}/api`,
    vendorApiKey: new Secret('vendor-key'),
    timeoutMs: 5000,
    pace: { take: async () => ({ due: async () => true }), slowDown: async () => undefined },
    clock: { now: () => new Date(0) },
    ...(scheme === 'https' ? { agent: trustsPsk } : {}),
    ...options,
  })
  closing.push(async () => client.close())
  return client
}

/** Records what comes, and answers each request. */
function answering(raw: () => RawServer) {
  return (socket: Socket) => {
    socket.on('data', (data) => {
      raw().received += data.toString()
      if (data.toString().includes('unitCount')) socket.write(OK)
    })
  }
}

describe.each(['http', 'https'])('over %s: the last look before the bytes leave', (scheme) => {
  test('a caller who may start: the request arrives whole, and the connection is kept for the next', async () => {
    const raw: RawServer = await startRaw(
      scheme,
      answering(() => raw),
    )
    const client = startClient(scheme, raw.port)
    for (let call = 0; call < 3; call++) {
      expect(await client.setCount(partnerKey, count, { priority: 'bulk', mayStart: () => true })).toMatchObject({
        ok: true,
      })
    }
    expect(raw.received.match(/POST \/api/g)).toHaveLength(3)
    expect(raw.connections).toBe(1)
  })

  test('at every look that says no, while a connection is made, nothing of the request arrives', async () => {
    for (let noAt = 1; ; noAt++) {
      const raw: RawServer = await startRaw(
        scheme,
        answering(() => raw),
      )
      const client = startClient(scheme, raw.port)
      let looks = 0
      const mayStart = () => ++looks !== noAt
      const result = await client.setCount(partnerKey, count, { priority: 'bulk', mayStart })
      if (result.ok) {
        // Made, given a socket, connected, and for TLS trusted.
        expect(looks).toBe(scheme === 'https' ? 4 : 3)
        expect(noAt).toBe(looks + 1)
        return
      }
      expect(result).toEqual({ ok: false, notStarted: true })
      await waitFor(() => raw.ends.length === raw.connections)
      expect(raw.received).toBe('')
    }
  })

  test('on a kept connection nothing arrives either', async () => {
    const raw: RawServer = await startRaw(
      scheme,
      answering(() => raw),
    )
    const client = startClient(scheme, raw.port)
    await client.setCount(partnerKey, count, { priority: 'bulk' })
    const before = raw.received
    for (const noAt of [1, 2]) {
      let looks = 0
      const mayStart = () => ++looks !== noAt
      expect(await client.setCount(partnerKey, count, { priority: 'bulk', mayStart })).toEqual({
        ok: false,
        notStarted: true,
      })
    }
    client.close()
    await waitFor(() => raw.ends.length === raw.connections)
    expect(raw.received).toBe(before)
  })
})

describe.each(['http', 'https'])('over %s: a call that ends early', (scheme) => {
  test('by our timeout resets its connection, so that the kernel delivers nothing later', async () => {
    const raw = await startRaw(scheme, (socket) => void socket.on('data', () => undefined))
    const client = startClient(scheme, raw.port, { timeoutMs: 150 })
    expect(await client.setCount(partnerKey, count, { priority: 'bulk' })).toMatchObject({
      failure: { reason: 'timeout', ambiguous: true },
    })
    await waitFor(() => raw.ends.length === 1)
    expect(raw.ends).toEqual(['ECONNRESET'])
  })

  test('by the caller’s signal does so as well', async () => {
    const giveUp = new AbortController()
    const raw = await startRaw(scheme, (socket) => void socket.on('data', () => giveUp.abort()))
    const client = startClient(scheme, raw.port)
    expect(await client.setCount(partnerKey, count, { priority: 'bulk', signal: giveUp.signal })).toMatchObject({
      failure: { reason: 'network', ambiguous: true },
    })
    await waitFor(() => raw.ends.length === 1)
    expect(raw.ends).toEqual(['ECONNRESET'])
  })

  test('in the middle of a body that the server does not read: what was in the kernel is dropped', async () => {
    const raw: RawServer = await startRaw(scheme, (socket) => {
      socket.pause()
      setTimeout(() => socket.on('data', (data) => (raw.received += data.toString())).resume(), 2_000)
    })
    // Longer than a slow machine takes to write so much as JSON and to come to an understanding about TLS.
    const client = startClient(scheme, raw.port, { timeoutMs: 1_000 })
    const accounts = Array.from({ length: 200_000 }, (_, id) => ({ id: String(id), name: 'A company of some length' }))
    const result = await client.createAccounts(partnerKey, accounts, { priority: 'bulk' })
    expect(result).toMatchObject({ failure: { reason: 'timeout' } })
    await waitFor(() => raw.ends.length === 1)
    expect(raw.ends).toEqual(['ECONNRESET'])
    expect(raw.received).not.toContain('"199999"')
  })
})
