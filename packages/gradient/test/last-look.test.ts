import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { waitFor } from '@bridge/testkit'
import { Secret } from '@bridge/vault'
import { afterEach, describe, expect, test } from 'vitest'
import { createGradientClient } from '../src/client.ts'
import type { CallOptions, GradientClient, GradientClientOptions } from '../src/client-types.ts'
import { answering, type RawServer, startRawServer, trustsPsk } from './raw-server.ts'

const partnerKey = new Secret('partner-key-0123456789')
const count = { serviceId: 's', accountId: 'c-1', unitCount: 12, noBuild: true }
/** Longer than a slow and busy machine takes to come to an understanding about TLS, before which the server knows of no connection, and to write a big body as JSON. */
const UNDERSTOOD_WITHIN_MS = 1_000
const OK = 'HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}'

/** One that goes by undici, and one that goes by got. */
const CALLS = {
  'a count': (client: GradientClient, options: CallOptions) => client.setCount(partnerKey, count, options),
  'an account': (client: GradientClient, options: CallOptions) =>
    client.updateAccount(partnerKey, { id: 'c-1', name: 'Northwind' }, options),
}

/** By got: made, given a socket, connected, and for TLS trusted. By undici: made, and about to be written to a connection that is all of that. */
const LOOKS: Record<keyof typeof CALLS, Record<string, number>> = {
  'a count': { http: 2, https: 2 },
  'an account': { http: 3, https: 4 },
}

/** Undici lets a connection rest for a turn of the event loop, so calls that follow each other at once have two in turns. */
const KEPT: Record<keyof typeof CALLS, number> = { 'a count': 2, 'an account': 1 }

const WAYS: [scheme: string, call: keyof typeof CALLS][] = [
  ['http', 'a count'],
  ['http', 'an account'],
  ['https', 'a count'],
  ['https', 'an account'],
]

const closing: (() => unknown)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

async function startRaw(scheme: string, serve: (socket: Socket) => void): Promise<RawServer> {
  const raw = await startRawServer(serve, { scheme })
  closing.push(raw.close)
  return raw
}

function startClient(scheme: string, port: number, options: Partial<GradientClientOptions> = {}) {
  const client = createGradientClient({
    baseUrl: `${scheme}://127.0.0.1:${port}/api`,
    vendorApiKey: new Secret('vendor-key'),
    timeoutMs: 5000,
    pace: { take: async () => ({ due: async () => true }), slowDown: async () => undefined },
    clock: { now: () => new Date(0) },
    ...(scheme === 'https' ? { tls: trustsPsk } : {}),
    ...options,
  })
  closing.push(() => client.close())
  return client
}

describe.each(WAYS)('over %s, a call for %s: the last look before the bytes leave', (scheme, of) => {
  const call = CALLS[of]

  test('a caller who may start: the request arrives whole, and the connection is kept for the next', async () => {
    const raw = await startRaw(scheme, answering(OK))
    const client = startClient(scheme, raw.port)
    for (let turn = 0; turn < 3; turn++)
      expect(await call(client, { priority: 'bulk', mayStart: () => true })).toMatchObject({ ok: true })
    expect(raw.received().match(/(POST|PATCH) \/api/g)).toHaveLength(3)
    expect(raw.connections()).toBe(KEPT[of])
  })

  test('at every look that says no, while a connection is made, nothing of the request arrives', async () => {
    for (let noAt = 1; ; noAt++) {
      const raw = await startRaw(scheme, answering(OK))
      const client = startClient(scheme, raw.port)
      let looks = 0
      const mayStart = () => ++looks !== noAt
      const result = await call(client, { priority: 'bulk', mayStart })
      if (result.ok) {
        expect(looks).toBe(LOOKS[of][scheme])
        expect(noAt).toBe(looks + 1)
        return
      }
      expect(result).toEqual({ ok: false, notStarted: true })
      await waitFor(() => raw.ends.length === raw.connections())
      expect(raw.received()).toBe('')
    }
  })

  test('on a kept connection nothing arrives either', async () => {
    const raw = await startRaw(scheme, answering(OK))
    const client = startClient(scheme, raw.port)
    await call(client, { priority: 'bulk' })
    const before = raw.received()
    for (const noAt of [1, 2]) {
      let looks = 0
      const mayStart = () => ++looks !== noAt
      expect(await call(client, { priority: 'bulk', mayStart })).toEqual({ ok: false, notStarted: true })
    }
    client.close()
    await waitFor(() => raw.ends.length === raw.connections())
    expect(raw.received()).toBe(before)
  })
})

describe.each(WAYS)('over %s, a call for %s: one that ends early', (scheme, of) => {
  const call = CALLS[of]

  test('by our timeout resets its connection, so that the kernel delivers nothing later', async () => {
    const raw = await startRaw(scheme, () => undefined)
    const client = startClient(scheme, raw.port, { timeoutMs: UNDERSTOOD_WITHIN_MS })
    expect(await call(client, { priority: 'bulk' })).toMatchObject({ failure: { reason: 'timeout', ambiguous: true } })
    await waitFor(() => raw.ends.length === 1)
    expect(raw.ends).toEqual(['ECONNRESET'])
  })

  test('by the caller’s signal does so as well', async () => {
    const giveUp = new AbortController()
    const raw = await startRaw(scheme, (socket) => void socket.on('data', () => giveUp.abort()))
    const client = startClient(scheme, raw.port)
    expect(await call(client, { priority: 'bulk', signal: giveUp.signal })).toMatchObject({
      failure: { reason: 'network', ambiguous: true },
    })
    await waitFor(() => raw.ends.length === 1)
    expect(raw.ends).toEqual(['ECONNRESET'])
  })
})

test.each(['http', 'https'])(
  'over %s, in the middle of a body that the server does not read: what was in the kernel is dropped',
  async (scheme) => {
    const raw = await startRaw(scheme, async (socket) => {
      socket.pause()
      await delay(2_000)
      socket.resume()
    })
    const client = startClient(scheme, raw.port, { timeoutMs: UNDERSTOOD_WITHIN_MS })
    const accounts = Array.from({ length: 200_000 }, (_, id) => ({ id: String(id), name: 'A company of some length' }))
    const result = await client.createAccounts(partnerKey, accounts, { priority: 'bulk' })
    expect(result).toMatchObject({ failure: { reason: 'timeout' } })
    await waitFor(() => raw.ends.length === 1)
    expect(raw.ends).toEqual(['ECONNRESET'])
    expect(raw.received()).not.toContain('"199999"')
  },
)
