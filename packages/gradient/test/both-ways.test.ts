import { createServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { Secret } from '@bridge/vault'
import { afterEach, describe, expect, test } from 'vitest'
import { type AnswerFacts, classify, type ErrorFacts } from '../src/classify.ts'
import type { OutgoingRequest, SendDeps, SendWay } from '../src/send.ts'
import { createGotSend } from '../src/send-by-got.ts'
import { createUndiciSend } from '../src/send-by-undici.ts'
import { certificateOfAnother } from './certificate-of-another.ts'
import { answering, type RawServer, startRawServer } from './raw-server.ts'

// Counts go by undici, all else by got. Whatever the world does, the two must say the same of it.

const MAX_BYTES = 1_000
const TEXT = '{"status":201,"message":"Łódź"}'
const LENGTH = Buffer.byteLength(TEXT)

const opened: (() => unknown)[] = []
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})

async function serve(handle: (socket: Socket) => void): Promise<RawServer> {
  const server = await startRawServer(handle)
  opened.push(server.close)
  return server
}

interface Scheme {
  scheme?: string
}

function requestTo(port: number, { scheme = 'http' }: Scheme = {}): OutgoingRequest {
  return {
    method: 'POST',
    url: new URL(`${scheme}://127.0.0.1:${port}/api/count?no_build=true`),
    token: new Secret('token'),
    json: { accountId: 'Łódź', unitCount: 3 },
    maxBytes: MAX_BYTES,
  }
}

function packed(encoding: string, body: Buffer): [string, Buffer] {
  return [`HTTP/1.1 201 Created\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${body.length}\r\n\r\n`, body]
}

describe.each<[way: string, createWay: (deps: SendDeps) => SendWay]>([
  ['got', createGotSend],
  ['undici', createUndiciSend],
])('by %s', (_way, createWay) => {
  function open(port: number, { scheme = 'http', ...limits }: Scheme & Partial<SendDeps> = {}): SendWay {
    const way = createWay({
      origin: `${scheme}://127.0.0.1:${port}`,
      tls: { rejectUnauthorized: false },
      userAgent: 'gradient-bridge',
      timeoutMs: 5_000,
      connectTimeoutMs: 5_000,
      ...limits,
    })
    opened.push(way.close)
    return way
  }

  function send(port: number, { signal, token, ...deps }: Partial<OutgoingRequest & SendDeps> & Scheme = {}) {
    return open(port, deps).send({
      ...requestTo(port, deps),
      ...(signal && { signal }),
      ...(token && { token }),
    })
  }

  test('what arrives: one request with its length, type, names and token', async () => {
    const server = await serve(answering(`HTTP/1.1 201 Created\r\ncontent-length: ${LENGTH}\r\n\r\n${TEXT}`))
    await send(server.port)
    const [head = '', body] = server.received().split('\r\n\r\n')
    expect(head.split('\r\n')[0]).toBe('POST /api/count?no_build=true HTTP/1.1')
    const headers = new Map(head.split('\r\n').map((line) => [line.split(': ')[0]?.toLowerCase(), line.split(': ')[1]]))
    expect(Object.fromEntries(headers)).toMatchObject({
      accept: 'application/json',
      'content-length': '37',
      'content-type': 'application/json',
      'gradient-token': 'token',
      host: `127.0.0.1:${server.port}`,
      'user-agent': 'gradient-bridge',
    })
    expect(headers.has('transfer-encoding')).toBe(false)
    expect(body).toBe('{"accountId":"Łódź","unitCount":3}')
  })

  test.each<[what: string, parts: (string | Buffer)[], answer: Partial<AnswerFacts>]>([
    ['with its length', [`HTTP/1.1 201 Created\r\ncontent-length: ${LENGTH}\r\n\r\n${TEXT}`], { bodyText: TEXT }],
    [
      'in chunks, cut in the middle of a letter',
      [
        'HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n',
        Buffer.concat([Buffer.from('1b\r\n'), Buffer.from(TEXT).subarray(0, 27), Buffer.from('\r\n')]),
        Buffer.concat([
          Buffer.from(`${(LENGTH - 27).toString(16)}\r\n`),
          Buffer.from(TEXT).subarray(27),
          Buffer.from('\r\n0\r\n\r\n'),
        ]),
      ],
      { bodyText: TEXT },
    ],
    ['empty', ['HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n'], { httpStatus: 201, bodyText: '' }],
    ['that has no body', ['HTTP/1.1 204 No Content\r\n\r\n'], { httpStatus: 204, bodyText: '' }],
    [
      'after a hint',
      ['HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n', 'HTTP/1.1 204 No Content\r\n\r\n'],
      { httpStatus: 204 },
    ],
    [
      'that sends elsewhere',
      ['HTTP/1.1 302 Found\r\nlocation: /login\r\ncontent-length: 2\r\n\r\nno'],
      { httpStatus: 302, bodyText: 'no' },
    ],
    [
      'of a limit',
      ['HTTP/1.1 429 No\r\nretry-after: 7\r\ncontent-type: text/html\r\ncontent-length: 0\r\n\r\n'],
      { httpStatus: 429, retryAfter: '7', contentType: 'text/html' },
    ],
    ['packed by gzip', packed('gzip', gzipSync(TEXT)), { bodyText: TEXT }],
    ['packed by deflate', packed('deflate', deflateSync(TEXT)), { bodyText: TEXT }],
    ['packed by brotli', packed('br', brotliCompressSync(TEXT)), { bodyText: TEXT }],
    ['packed by zstd', packed('zstd', zstdCompressSync(TEXT)), { bodyText: TEXT }],
    ['packed in a way that nobody knows', packed('aws-chunked', Buffer.from(TEXT)), { bodyText: TEXT }],
  ])('an answer %s', async (_what, parts, answer) => {
    const server = await serve(answering(...parts))
    expect(await send(server.port)).toMatchObject({ kind: 'answer', ...answer })
  })

  test('an answer that ends with its connection', async () => {
    const server = await serve((socket) => socket.once('data', () => socket.end(`HTTP/1.1 201 Created\r\n\r\n${TEXT}`)))
    expect(await send(server.port)).toMatchObject({ kind: 'answer', httpStatus: 201, bodyText: TEXT })
  })

  test.each<[what: string, serving: (socket: Socket) => void, failure: object]>([
    ['an end without a word', (socket) => void socket.once('data', () => socket.destroy()), broke()],
    ['a reset', (socket) => void socket.once('data', () => socket.resetAndDestroy()), broke()],
    ['an end within the head', ending('HTTP/1.1 201 Created\r\ncontent-le'), broke()],
    [
      'an end within the body',
      ending('HTTP/1.1 201 Created\r\ncontent-length: 500\r\n\r\n{"status":'),
      brokeOrUnreadable(),
    ],
    ['an end within a chunk', ending('HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n1f\r\n{"sta'), broke()],
    ['what is no HTTP', answering('220 mail.example.com ESMTP\r\n'), unreadable()],
    ['a head without end', answering(`HTTP/1.1 201 Created\r\nx: ${'x'.repeat(40_000)}\r\n\r\n`), unreadable()],
    ['what cannot be unpacked', answering(...packed('gzip', Buffer.from('no'))), brokeOrUnreadable()],
    [
      'what is cut before it was packed whole',
      answering(...packed('gzip', gzipSync(TEXT).subarray(0, 20))),
      brokeOrUnreadable(),
    ],
    ['too much', answering(`HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n${'x'.repeat(5_000)}`), unreadable()],
    ['too much once unpacked', answering(...packed('gzip', gzipSync('x'.repeat(5_000)))), unreadable()],
  ])('%s', async (_what, serving, failure) => {
    const server = await serve(serving)
    const facts = await send(server.port)
    expect(facts).toMatchObject({ kind: 'error' })
    expect(classify(facts as ErrorFacts, { call: 'count', now: new Date(0) })).toMatchObject(failure)
  })

  test.each<[what: string, serving: (socket: Socket) => void]>([
    ['nobody answers', () => undefined],
    ['an answer drips', (socket) => drip(socket, 'HTTP/1.1 201 Created\r\n\r\n', ' ')],
    ['a head drips', (socket) => drip(socket, 'HTTP/1.1 201 Created\r\n', 'x: y\r\n')],
  ])('%s: cut off by the time for the whole, and ambiguous', async (_what, serving) => {
    const server = await serve(serving)
    // Longer than a busy machine takes to connect: until then it would be a call that was not sent.
    expect(await send(server.port, { timeoutMs: 500 })).toEqual({
      kind: 'error',
      code: 'ETIMEDOUT',
      phase: 'after_send',
    })
  })

  test('a connection that is never trusted is given up in its own time, and nothing was sent', async () => {
    const server = await serve(() => undefined)
    expect(await send(server.port, { scheme: 'https', connectTimeoutMs: 200 })).toEqual({
      kind: 'error',
      code: 'ETIMEDOUT',
      phase: 'before_send',
    })
  })

  test.each([
    ['that nobody vouches for', {}],
    ['of another name', { ca: certificateOfAnother.cert }],
  ])('a certificate %s: nothing was sent, and it is said', async (_what, tls) => {
    const requests: string[] = []
    const server = createServer(certificateOfAnother, (request) => void requests.push(request.url ?? ''))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    opened.push(() => server.close())
    const { port } = server.address() as AddressInfo
    const facts = await send(port, { scheme: 'https', tls })
    expect(classify(facts as ErrorFacts, { call: 'count', now: new Date(0) })).toMatchObject({
      reason: 'network',
      action: 'retry',
      ambiguous: false,
      message: expect.stringContaining('certificate'),
    })
    expect(requests).toEqual([])
  })

  test('the time for the whole is over before there is a trusted connection', async () => {
    const server = await serve(() => undefined)
    expect(await send(server.port, { scheme: 'https', timeoutMs: 200 })).toMatchObject({ code: 'ETIMEDOUT' })
  })

  test.each([
    ['another protocol from now on', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
    // Undici takes none that it has not asked for, as Node's fetch.
    ['a "go on" that nobody asked for', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ])('%s and no answer: a failure that leaves open whether it was applied', async (_what, said) => {
    const server = await serve(answering(said))
    const facts = await send(server.port, { timeoutMs: 500 })
    expect(facts).toMatchObject({ kind: 'error' })
    expect(classify(facts as ErrorFacts, { call: 'count', now: new Date(0) })).toMatchObject({
      reason: expect.stringMatching(/^(timeout|network)$/),
      action: 'retry',
      ambiguous: true,
    })
  })

  test.each(['and more', 'HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n'])(
    'what comes after a whole answer (%j) is never the answer of the next request',
    async (more) => {
      let answers = 0
      const server = await serve(
        (socket) =>
          void socket.on('data', (data) => {
            if (!data.toString().endsWith('}')) return
            answers += 1
            socket.write(`HTTP/1.1 201 Created\r\ncontent-length: 1\r\n\r\n${answers}${answers === 1 ? more : ''}`)
          }),
      )
      const way = open(server.port)
      // By got the first is no answer then, by undici it is what its length says: Gradient has the number either way.
      await way.send(requestTo(server.port))
      expect(await way.send(requestTo(server.port))).toMatchObject({ kind: 'answer', httpStatus: 201, bodyText: '2' })
      expect(await way.send(requestTo(server.port))).toMatchObject({ kind: 'answer', httpStatus: 201, bodyText: '3' })
    },
  )

  test('nobody is there: certainly not sent', async () => {
    const server = await serve(() => undefined)
    await server.close()
    expect(await send(server.port)).toEqual({ kind: 'error', code: 'ECONNREFUSED', phase: 'before_send' })
  })

  test('the caller gives up', async () => {
    const giveUp = new AbortController()
    const server = await serve((socket) => void socket.once('data', () => giveUp.abort()))
    expect(await send(server.port, { signal: giveUp.signal })).toEqual({
      kind: 'error',
      code: 'ERR_ABORTED',
      phase: 'after_send',
    })
  })

  test('a caller who gave up before sends nothing', async () => {
    const server = await serve(answering('HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n'))
    await send(server.port, { signal: AbortSignal.abort() })
    expect(await send(server.port)).toMatchObject({ kind: 'answer' })
    expect(server.received().match(/POST/g)).toHaveLength(1)
  })

  test('a token that no header can carry is an error and nothing else', async () => {
    const server = await serve(() => undefined)
    expect(await send(server.port, { token: new Secret('to\nken') })).toMatchObject({ kind: 'error' })
    expect(server.received()).toBe('')
  })
})

function broke() {
  return { reason: 'network', action: 'retry', ambiguous: true }
}

function unreadable() {
  return { reason: 'unreadable_answer', action: 'retry', ambiguous: true }
}

/** The one way says this of it, the other that: both leave open whether it was applied, and are tried again. */
function brokeOrUnreadable() {
  return { reason: expect.stringMatching(/^(network|unreadable_answer)$/), action: 'retry', ambiguous: true }
}

function ending(text: string) {
  return (socket: Socket) => void socket.once('data', () => socket.end(text))
}

function drip(socket: Socket, first: string, drop: string): void {
  socket.once('data', () => {
    socket.write(first)
    const timer = setInterval(() => socket.write(drop), 20)
    socket.once('close', () => clearInterval(timer))
  })
}
