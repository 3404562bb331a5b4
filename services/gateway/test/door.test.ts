import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest({ rateLimitPer10s: 30 })
})
afterAll(() => gateway.close())

/** Every call of the contract. */
const CALLS = [
  'put /v1/partners/{partnerId}',
  'get /v1/partners',
  'get /v1/partners/{partnerId}',
  'put /v1/partners/{partnerId}/companies/{companyId}',
  'delete /v1/partners/{partnerId}/companies/{companyId}',
  'get /v1/partners/{partnerId}/companies',
  'put /v1/partners/{partnerId}/companies/{companyId}/usage/{period}',
  'post /v1/imports',
  'put /v1/partners/{partnerId}/gradient-connection',
  'get /v1/partners/{partnerId}/gradient-connection',
  'delete /v1/partners/{partnerId}/gradient-connection',
  'post /v1/partners/{partnerId}/gradient-connection/sync-accounts',
  'get /v1/partners/{partnerId}/gradient-connection/account-syncs/{syncId}',
  'post /v1/billing-runs',
  'get /v1/billing-runs',
  'get /v1/billing-runs/{runId}',
  'get /v1/billing-runs/{runId}/pushes',
  'get /v1/partners/{partnerId}/billing/{period}',
  'get /v1/partners/{partnerId}/billing/{period}/companies/{companyId}',
  'get /v1/partners/{partnerId}/billing/{period}/breakdown',
  'get /v1/partners/{partnerId}/billing-preview',
  'get /v1/partners/{partnerId}/billing-periods',
  'get /v1/partners/{partnerId}/unmapped-companies',
  'get /v1/partners/{partnerId}/events',
  'post /v1/partners/{partnerId}/portal-sessions',
  'get /v1/portal-session',
  'delete /v1/portal-session',
  'get /healthz',
  'get /readyz',
]

describe('the description', () => {
  it('is OpenAPI 3.1, has every call with its answers, and problems for what can go wrong', async () => {
    const { body } = await gateway.call('GET', '/openapi.json')
    expect(body.openapi).toBe('3.1.0')
    const operations: Record<string, { responses: Record<string, { content?: Record<string, { schema: unknown }> }> }> =
      {}
    for (const [path, methods] of Object.entries<Record<string, never>>(body.paths)) {
      for (const [method, operation] of Object.entries(methods)) operations[`${method} ${path}`] = operation
    }
    expect(Object.keys(operations)).toEqual(expect.arrayContaining(CALLS))
    for (const [name, { responses }] of Object.entries(operations)) {
      const statuses = Object.keys(responses)
      expect(
        statuses.some((status) => status.startsWith('2')),
        name,
      ).toBe(true)
      if (!name.includes('/v1/')) continue
      expect(statuses, name).toEqual(expect.arrayContaining(['400', '401', '429', '500']))
      expect(Object.keys(responses['400']?.content ?? {}), name).toEqual(['application/problem+json'])
    }
    const references = JSON.stringify(body).match(/"#\/components\/schemas\/\w+"/g) ?? []
    const known = Object.keys(body.components.schemas)
    expect(known).toEqual(
      expect.arrayContaining(['Partner', 'Company', 'Problem', 'BillingRun', 'BillingRow', 'Import']),
    )
    for (const reference of references) expect(known).toContain(reference.slice(22, -1))
  })

  it('is readable at /docs, which loads nothing from elsewhere', async () => {
    const { status, body, headers } = await gateway.call('GET', '/docs')
    expect(status).toBe(200)
    expect(body.match(/(src|href)="(?!\/docs)[^"]*"/g)).toBeNull()
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/default-src 'self'/)
    expect(policy).not.toMatch(/https?:\/\//)
  })
})

describe('the door', () => {
  it('tells how it is, without a token', async () => {
    const ask = async (path: string) => {
      const response = await fetch(`${gateway.url}${path}`)
      return [response.status, await response.text()] as const
    }
    expect(await ask('/healthz')).toEqual([200, '{"status":"ok"}'])
    expect(await ask('/readyz')).toEqual([200, '{"status":"ready","problems":{}}'])
    const [status, metrics] = await ask('/metrics')
    expect(status).toBe(200)
    expect(metrics).toMatch(
      /http_request_duration_seconds_count\{service="gateway",method="GET",route="\/readyz",status="200"\} 1/,
    )
  })

  it('answers what is not HTTP with a problem, and lives on', async () => {
    const { hostname, port } = new URL(gateway.url)
    const say = (text: string) =>
      new Promise<string>((heard) => {
        const socket = connect(Number(port), hostname, () => socket.write(text))
        let answer = ''
        socket.on('data', (data) => {
          answer += data
        })
        socket.on('close', () => heard(answer))
      })
    expect(await say('NONSENSE\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 [\s\S]*problem\+json[\s\S]*"code":"malformed_request"/,
    )
    const long = await say(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`)
    expect(long).toMatch(/^HTTP\/1\.1 431 [\s\S]*"code":"header_too_large"/)
    expect((await gateway.call('GET', '/healthz')).status).toBe(200)
  })

  it('bids who comes too often to wait, by token', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => gateway.call('GET', '/v1/partners')))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThanOrEqual(10)
    expect(refused[0]?.body).toMatchObject({ status: 429, code: 'too_many_requests' })
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(answers.some(({ status }) => status >= 500)).toBe(false)
  })
})
