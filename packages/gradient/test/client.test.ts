import { getEventListeners } from 'node:events'
import { createServer as createTcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { Secret } from '@bridge/vault'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createGradientClient } from '../src/client.ts'
import type { CallOptions, GradientClient, GradientClientOptions } from '../src/client-types.ts'
import type { PaceSlot } from '../src/pace.ts'
import { type GradientDouble, json, page, startGradientDouble } from './gradient-double.ts'

const vendorApiKey = new Secret('vendor-key-ü')
const partnerKey = new Secret('partner-key-0123456789')
const bulk: CallOptions = { priority: 'bulk' }
const count = { serviceId: 'service 1/a', accountId: 'c-1', unitCount: 12, noBuild: true }

let double: GradientDouble
let events: string[]
let slowDowns: number[]
let client: GradientClient

function startClient(options: Partial<GradientClientOptions> = {}): GradientClient {
  const pace: GradientClientOptions['pace'] = {
    async take(priority, signal) {
      signal?.throwIfAborted()
      events.push(`take ${priority}`)
      return { due: async () => true }
    },
    async slowDown(ms) {
      slowDowns.push(ms)
    },
  }
  const clock = { now: () => new Date('2026-11-01T06:00:00Z') }
  return createGradientClient({ baseUrl: double.baseUrl, vendorApiKey, timeoutMs: 2000, pace, clock, ...options })
}

beforeEach(async () => {
  events = []
  slowDowns = []
  double = await startGradientDouble()
  client = startClient()
})
afterEach(async () => {
  client.close()
  await double.close()
})

describe('requests, as they are on the wire', () => {
  test.each<[call: string, make: () => Promise<unknown>, method: string, url: string, body: unknown]>([
    ['getVendor', () => client.getVendor(partnerKey, bulk), 'GET', '/api/vendor-api', undefined],
    [
      'createService',
      () =>
        client.createService(
          partnerKey,
          { name: 'Training', description: 'd', category: 'security', subcategory: 'phishing simulation' },
          bulk,
        ),
      'POST',
      '/api/vendor-api/service',
      { name: 'Training', description: 'd', category: 'security', subcategory: 'phishing simulation' },
    ],
    [
      'getOrganization',
      () => client.getOrganization(partnerKey, bulk),
      'GET',
      '/api/vendor-api/organization',
      undefined,
    ],
    [
      'setStatus',
      () => client.setStatus(partnerKey, 'pending', bulk),
      'PATCH',
      '/api/vendor-api/organization/status/pending',
      {},
    ],
    [
      'listAccounts',
      () => client.listAccounts(partnerKey, bulk),
      'GET',
      '/api/vendor-api/organization/accounts?returnUnmapped=true',
      undefined,
    ],
    [
      'createAccounts, also for one',
      () => client.createAccounts(partnerKey, [{ id: 'c-1', name: 'Zoë, “Łódź” 株式会社' }], bulk),
      'POST',
      '/api/vendor-api/organization/accounts',
      [{ id: 'c-1', name: 'Zoë, “Łódź” 株式会社' }],
    ],
    [
      'updateAccount',
      () => client.updateAccount(partnerKey, { id: 'a/b?c#d%e..', name: 'New' }, bulk),
      'PATCH',
      '/api/vendor-api/organization/accounts/a%2Fb%3Fc%23d%25e..',
      { name: 'New' },
    ],
    [
      'setCount',
      () => client.setCount(partnerKey, { ...count, unitCount: 0 }, bulk),
      'POST',
      '/api/vendor-api/service/service%201%2Fa/count?no_build=true',
      { accountId: 'c-1', unitCount: 0 },
    ],
    [
      'setCount that rebuilds the view',
      () => client.setCount(partnerKey, { ...count, noBuild: false }, bulk),
      'POST',
      '/api/vendor-api/service/service%201%2Fa/count?no_build=false',
      { accountId: 'c-1', unitCount: 12 },
    ],
  ])('%s', async (_call, make, method, url, body) => {
    double.answerWith(json(200, {}))
    await make()
    const [request] = double.received
    expect(request).toMatchObject({ method, url })
    expect(request?.body === '' ? undefined : JSON.parse(request?.body ?? '')).toEqual(body)
    expect(double.received).toHaveLength(1)
  })

  test('the token’s header, the accepted type and our name', async () => {
    double.answerWith(json(201, { status: 201 }))
    await client.setCount(partnerKey, count, bulk)
    const [request] = double.received
    expect(request?.headers).toMatchObject({ accept: 'application/json', 'user-agent': 'gradient-bridge' })
    const token = String(request?.headers['gradient-token'])
    expect(Buffer.from(token, 'base64').toString()).toBe('vendor-key-ü:partner-key-0123456789')
  })

  test.each(['', '.', '..'])(
    'an account id that no address can carry (%j) is refused here, and nothing is sent',
    async (id) => {
      const result = await client.updateAccount(partnerKey, { id, name: 'x' }, bulk)
      expect(result).toMatchObject({ ok: false, failure: { reason: 'bad_request', ambiguous: false } })
      expect(double.received).toEqual([])
    },
  )

  test('a base address with a slash at its end is the same address', async () => {
    const other = startClient({ baseUrl: `${double.baseUrl}/` })
    await other.getVendor(partnerKey, bulk)
    other.close()
    expect(double.received[0]?.url).toBe('/api/vendor-api')
  })

  test('connections are kept and used again', async () => {
    double.answerWith(json(201, {}))
    for (let turn = 0; turn < 5; turn++) await client.setCount(partnerKey, count, bulk)
    expect(double.connections()).toBe(1)
  })
})

describe('answers', () => {
  const organization = {
    organizationId: 77,
    name: 'Northwind',
    status: 'active',
    integrationId: 'i',
    somethingNew: [1],
  }

  test.each([
    ['bare', organization],
    ['in data', { status: 200, message: 'ok', data: organization }],
  ])('an organization %s', async (_how, body) => {
    double.answerWith(json(200, body))
    const result = await client.getOrganization(partnerKey, bulk)
    expect(result).toMatchObject({
      ok: true,
      httpStatus: 200,
      value: { organizationId: '77', name: 'Northwind', status: 'active', lastSyncedAt: null },
    })
  })

  test('accounts with and without what may be missing, ids as numbers, and one that cannot be read', async () => {
    double.answerWith(
      json(200, [{ id: 1, name: 'a' }, { id: 'b', isMapped: true, mappingId: 5 }, { name: 'no id' }, null]),
    )
    expect(await client.listAccounts(partnerKey, bulk)).toMatchObject({
      value: [
        { id: '1', name: 'a', isMapped: null, mappingId: null },
        { id: 'b', name: null, isMapped: true, mappingId: '5' },
      ],
    })
  })

  test('a compressed list of 20,000 accounts', async () => {
    const accounts = Array.from({ length: 20_000 }, (_, index) => ({
      id: `company-${index}`,
      name: `Company ${index}`,
    }))
    double.answerWith((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end(gzipSync(JSON.stringify({ data: accounts })))
    })
    const result = await client.listAccounts(partnerKey, bulk)
    expect(result.ok && result.value.length).toBe(20_000)
  })

  test.each([
    ['JSON', json(201, { status: 201, message: 'ok' })],
    ['JSON with another good status', json(200, {})],
    ['an empty 201', (response: import('node:http').ServerResponse) => void response.writeHead(201).end()],
  ])('a count is set: %s', async (_what, answer) => {
    double.answerWith(answer)
    expect(await client.setCount(partnerKey, count, bulk)).toMatchObject({ ok: true, value: null })
  })

  test.each([
    ['a page with 200', page(200), 'unreadable_answer'],
    ['a page with 201', page(201), 'unreadable_answer'],
    [
      'an empty 200',
      (response: import('node:http').ServerResponse) => void response.writeHead(200).end(),
      'unreadable_answer',
    ],
    ['a 200 that speaks of an error', json(200, { statusCode: 500, message: 'no' }), 'unreadable_answer'],
    ['a redirect', page(302, { location: '/login' }), 'unexpected'],
    ['a 404 page', page(404), 'unreadable_answer'],
    ['a 502 page', page(502), 'unavailable'],
    ['Gradient’s 404', json(404, { statusCode: 404, message: 'No account map found with id: c-1' }), 'unmapped'],
  ])('a count is not set: %s', async (_what, answer, reason) => {
    double.answerWith(answer)
    expect(await client.setCount(partnerKey, count, bulk)).toMatchObject({ ok: false, failure: { reason } })
    expect(double.received).toHaveLength(1)
  })

  test('a 429 that says for how long slows the fleet down by that', async () => {
    double.answerWith(json(429, { statusCode: 429 }, { 'retry-after': '3' }))
    expect(await client.setCount(partnerKey, count, bulk)).toMatchObject({
      failure: { reason: 'rate_limited', action: 'slow_down', retryAfterMs: 3000 },
    })
    expect(slowDowns).toEqual([3000])
  })

  test('one that does not say is only its own call’s, until they are many; then each that follows holds the fleet longer', async () => {
    double.answerWith(json(429, { statusCode: 429 }))
    for (let call = 0; call < 5; call++) {
      expect(await client.setCount(partnerKey, count, bulk)).toMatchObject({ failure: { reason: 'rate_limited' } })
    }
    expect(slowDowns).toEqual([])
    await client.setCount(partnerKey, count, bulk)
    expect(slowDowns).toHaveLength(1)
    expect(slowDowns[0]).toBeGreaterThanOrEqual(125)
    expect(slowDowns[0]).toBeLessThanOrEqual(250)
  })

  test('an answer that goes on and on is cut off', async () => {
    double.answerWith((response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    })
    expect(await client.getOrganization(partnerKey, bulk)).toMatchObject({
      failure: { reason: 'unreadable_answer', message: expect.stringContaining('ERR_BODY_TOO_LARGE') },
    })
  })

  test('a key that Gradient repeats does not come through', async () => {
    double.answerWith((response, request) =>
      json(401, { message: `bad token ${request.headers['gradient-token']} of partner-key-0123456789` })(response),
    )
    const result = await client.getOrganization(partnerKey, bulk)
    expect(result.failure?.message).toBe('bad token [redacted] of [redacted]')
  })
})

describe('no answer', () => {
  test('a connection that breaks after the request may have been applied', async () => {
    double.answerWith((response) => response.socket?.resetAndDestroy())
    expect(await client.setCount(partnerKey, count, bulk)).toMatchObject({
      failure: { reason: 'network', action: 'retry', ambiguous: true, httpStatus: null },
    })
    expect(double.received).toHaveLength(1)
  })

  test('an answer that breaks off in the middle may have been applied', async () => {
    double.answerWith((response) => {
      response.writeHead(201, { 'content-length': '500' })
      response.write('{"status":', () => response.socket?.destroy())
    })
    expect(await client.setCount(partnerKey, count, bulk)).toMatchObject({
      failure: { action: 'retry', ambiguous: true },
    })
  })

  test('an answer that does not come in time may have been applied', async () => {
    const hurried = startClient({ timeoutMs: 150 })
    double.answerWith(() => undefined)
    expect(await hurried.setCount(partnerKey, count, bulk)).toMatchObject({
      failure: { reason: 'timeout', ambiguous: true },
    })
    hurried.close()
  })

  test('an answer that drips is cut off by the time for the whole', async () => {
    const hurried = startClient({ timeoutMs: 250 })
    double.answerWith((response) => {
      response.writeHead(201)
      const drip = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(drip))
    })
    expect(await hurried.setCount(partnerKey, count, bulk)).toMatchObject({
      failure: { reason: 'timeout', ambiguous: true },
    })
    hurried.close()
  })

  test('no server there: certainly not applied', async () => {
    await double.close()
    expect(await client.setCount(partnerKey, count, bulk)).toMatchObject({
      failure: { reason: 'network', ambiguous: false, message: 'No connection to Gradient (ECONNREFUSED)' },
    })
  })

  test('no such name: certainly not applied', async () => {
    const lost = startClient({ baseUrl: 'https://gradient.invalid/api' })
    const result = await lost.setCount(partnerKey, count, bulk)
    lost.close()
    expect(result).toMatchObject({ failure: { reason: 'network', ambiguous: false } })
  })

  test('a server that speaks no TLS or no HTTP', async () => {
    const tcp = createTcpServer((socket) => {
      socket.on('error', () => undefined)
      socket.write('220 mail.example.com ESMTP\r\n', () => socket.destroySoon())
    })
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
    const address = tcp.address()
    const port = typeof address === 'object' ? address?.port : 0
    for (const scheme of ['http', 'https']) {
      const odd = startClient({ baseUrl: `${scheme}://127.0.0.1:${port}` })
      const result = await odd.getOrganization(partnerKey, bulk)
      odd.close()
      expect(['network', 'unreadable_answer']).toContain(result.failure?.reason)
      expect(result.failure?.action).toBe('retry')
    }
    await new Promise((resolve) => tcp.close(resolve))
  })
})

describe('starting a call', () => {
  test('the pace is waited for first, then the caller is asked, then the request leaves', async () => {
    double.answerWith((response) => {
      events.push('sent')
      json(201, {})(response)
    })
    const mayStart = () => events.push('asked') > 0
    await client.setCount(partnerKey, count, { priority: 'interactive', mayStart })
    expect(events[0]).toBe('take interactive')
    expect(events.at(-1)).toBe('sent')
    expect(new Set(events.slice(1, -1))).toEqual(new Set(['asked']))
  })

  test('a caller who may not start any more sends nothing', async () => {
    expect(await client.setCount(partnerKey, count, { ...bulk, mayStart: () => false })).toEqual({
      ok: false,
      notStarted: true,
    })
    expect(double.received).toEqual([])
  })

  test('a caller who gave up sends nothing, with a slot or without', async () => {
    const signal = AbortSignal.abort()
    for (const options of [{ ...bulk, signal }, { ...bulk, signal, paced: true } as const]) {
      expect(await client.setCount(partnerKey, count, options)).toEqual({ ok: false, notStarted: true })
    }
    expect(double.received).toEqual([])
  })

  test('a caller who gives up while the request is out gets an ambiguous failure', async () => {
    const giveUp = new AbortController()
    double.answerWith(() => giveUp.abort())
    expect(await client.setCount(partnerKey, count, { ...bulk, signal: giveUp.signal })).toMatchObject({
      failure: { reason: 'network', ambiguous: true },
    })
  })

  test('a call that is over lets go of the caller’s signal, whatever became of it', async () => {
    const { signal } = new AbortController()
    await client.setCount(partnerKey, count, { ...bulk, signal })
    double.answerWith((response) => response.socket?.resetAndDestroy())
    await client.setCount(partnerKey, count, { ...bulk, signal })
    expect(double.received).toHaveLength(2)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test.each<[what: string, paced: PaceSlot | true, taken: string[]]>([
    ['the caller’s word is enough', true, []],
    ['a slot that is due is used', { due: async () => true }, []],
    ['a slot that was missed is replaced', { due: async () => false }, ['take bulk']],
  ])('with a slot of the caller’s: %s', async (_what, paced, taken) => {
    double.answerWith(json(201, {}))
    expect(await client.setCount(partnerKey, count, { ...bulk, paced })).toMatchObject({ ok: true })
    expect(events).toEqual(taken)
  })

  test.each(['http://app.usegradient.com/api', 'ftp://localhost', 'not an address'])(
    '%s is refused as a base address',
    (baseUrl) => {
      expect(() => startClient({ baseUrl })).toThrow(/must be https|is not an address/)
    },
  )
})
