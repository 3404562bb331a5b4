import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect as connectTo } from 'node:net'
import { resolve } from 'node:path'
import { QUICK_START, startThrowawayRedis, waitFor } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let other: TestGateway
const children: ChildProcess[] = []
beforeAll(async () => {
  // Only its database and its Gradient are used: the gateway under test is a process of its own.
  other = await startGatewayForTest()
})
afterAll(async () => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL')
  await other.close()
})

const main = resolve(import.meta.dirname, '../src/main.ts')

function start(settings: Record<string, string>) {
  const env = {
    ...QUICK_START,
    DATABASE_URL: other.database.url,
    REDIS_URL: 'redis://127.0.0.1:1',
    GRADIENT_BASE_URL: `${other.gradientUrl}/api`,
    GRADIENT_VENDOR_API_KEY: 'the-vendor-key',
    ENCRYPTION_KEYS: makeKey('test'),
    PORT: '0',
    ...settings,
  }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (text) => {
    said.out += text
  })
  child.stderr.on('data', (text) => {
    said.err += text
  })
  return { child, said, url: () => /"url":"(http:[^"]+)"/.exec(said.out)?.[1] }
}

it.concurrent('a bad setting stops the process with code 78; it is named, and its value is not told', async () => {
  const { child, said } = start({ ENCRYPTION_KEYS: 'k1:c2hvcnQ=' })
  const [code] = await once(child, 'exit')
  expect([code, said.err]).toEqual([78, expect.stringMatching(/^Setting ENCRYPTION_KEYS: /)])
  expect(said.err).not.toContain('c2hvcnQ=')
})

it.concurrent('it starts while Redis is away, prints no secret, finishes what is under way, and ends with 0', async () => {
  const { child, said, url } = start({ ENCRYPTION_KEYS: makeKey('secret-ring') })
  const address = await waitFor(url)
  const { hostname, port } = new URL(address)
  const socket = connectTo(Number(port), hostname)
  let answer = ''
  socket.on('data', (data) => {
    answer += data
  })
  const body = 'partner_id,partner_name\np1,One\n'
  socket.write(
    `POST /v1/imports HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${other.token}\r\ncontent-type: text/csv\r\ncontent-length: ${body.length}\r\nidempotency-key: last\r\n\r\n${body.slice(0, 20)}`,
  )
  const { db } = other.database
  await waitFor(async () => (await db.selectFrom('idempotency_key').select('key').execute()).length === 1)
  child.kill('SIGTERM')
  await waitFor(() => said.out.includes('"stopping"'))
  socket.write(body.slice(20))
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*"accepted":1/)
  expect(said.out).not.toMatch(/the-vendor-key|secret-ring:/)
})

it.concurrent('SIGTERM ends it also while somebody never finishes sending', async () => {
  const redis = await startThrowawayRedis()
  const { child, url } = start({ REDIS_URL: redis.url })
  const address = await waitFor(url)
  const { hostname, port } = new URL(address)
  const socket = connectTo(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.write(
    `POST /v1/imports HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${other.token}\r\ncontent-type: text/csv\r\ncontent-length: 1000\r\n\r\npartner_id\n`,
  )
  await waitFor(async () => (await fetch(`${address}/readyz`)).status === 200)
  const startedMs = performance.now()
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  expect([code, performance.now() - startedMs < 10_000]).toEqual([0, true])
  socket.destroy()
  await redis.close()
})
