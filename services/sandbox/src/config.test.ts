import { expect, test } from 'vitest'
import { config } from './config.ts'

test('without any setting it listens on loopback with the documented limit', () => {
  expect(config.parse({})).toEqual({
    host: '127.0.0.1',
    port: 8090,
    logLevel: 'info',
    vendorName: 'Phin',
    vendorApiKey: 'sandbox-vendor-key',
    requestsPerSecond: 100,
  })
})

test.for(['0.0.0.0', '::', '192.168.1.5', 'example.org', '127.0.0.1.example.org'])(
  'it refuses to listen on %s',
  (HOST) => {
    const refused = config.safeParse({ HOST })
    expect(refused.error?.issues).toMatchObject([{ path: ['HOST'], message: expect.stringContaining('loopback') }])
  },
)

test.for(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('it listens on %s', (HOST) => {
  expect(config.parse({ HOST }).host).toBe(HOST)
})

test.for([
  { PORT: '70000' },
  { PORT: 'x' },
  { SANDBOX_REQUESTS_PER_SECOND: '0' },
  { GRADIENT_VENDOR_API_KEY: 'a:b' },
  { LOG_LEVEL: 'loud' },
])('it names the bad setting in %j', (env) => {
  expect(config.safeParse(env).error?.issues.map(({ path }) => path)).toEqual([Object.keys(env)])
})
