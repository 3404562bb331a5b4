import { createServer as createTcpServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { bulk, count, partnerKey, useTestClient } from './test-client.ts'

const { client, double, startClient } = useTestClient()

describe('no answer', () => {
  test('a connection that breaks after the request may have been applied', async () => {
    double().answerWith((response) => response.socket?.resetAndDestroy())
    expect(await client().setCount(partnerKey, count, bulk)).toMatchObject({
      failure: { reason: 'network', action: 'retry', ambiguous: true, httpStatus: null },
    })
    expect(double().received).toHaveLength(1)
  })

  test('an answer that breaks off in the middle may have been applied', async () => {
    double().answerWith((response) => {
      response.writeHead(201, { 'content-length': '500' })
      response.write('{"status":', () => response.socket?.destroy())
    })
    expect(await client().setCount(partnerKey, count, bulk)).toMatchObject({
      failure: { action: 'retry', ambiguous: true },
    })
  })

  test('an answer that does not come in time may have been applied', async () => {
    const hurried = startClient({ timeoutMs: 150 })
    double().answerWith(() => undefined)
    expect(await hurried.setCount(partnerKey, count, bulk)).toMatchObject({
      failure: { reason: 'timeout', ambiguous: true },
    })
    hurried.close()
  })

  test('an answer that drips is cut off by the time for the whole', async () => {
    const hurried = startClient({ timeoutMs: 250 })
    double().answerWith((response) => {
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
    await double().close()
    expect(await client().setCount(partnerKey, count, bulk)).toMatchObject({
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
