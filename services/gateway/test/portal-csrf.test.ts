import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGatewayForTest, type TestGateway, type TestPortal } from './start-gateway-for-test.ts'

const PUBLIC_URL = 'https://bridge.example.com'
const sync = '/v1/partners/p1/gradient-connection/sync-accounts'

let plain: TestGateway
let secure: TestGateway
let plainPortal: TestPortal
let securePortal: TestPortal
beforeAll(async () => {
  plain = await startGatewayForTest()
  secure = await startGatewayForTest({ publicUrl: `${PUBLIC_URL}/` })
  for (const gateway of [plain, secure]) await gateway.call('PUT', '/v1/partners/p1', { name: 'Partner One' })
  plainPortal = await plain.openPortal('p1')
  securePortal = await secure.openPortal('p1')
})
afterAll(async () => {
  await plain.close()
  await secure.close()
})

/** Calls with the cookie and these headers alone. `{own}` stands for the gateway's own origin. */
async function statusWith(
  gateway: TestGateway,
  { cookie }: TestPortal,
  input: { method: string; path?: string; headers: Record<string, string> },
): Promise<[number, string | undefined]> {
  const headers = Object.entries(input.headers).map(([name, value]) => [name, value.replace('{own}', gateway.url)])
  const response = await fetch(`${gateway.url}${input.path ?? sync}`, {
    method: input.method,
    headers: { ...Object.fromEntries(headers), cookie },
  })
  const text = await response.text()
  return [response.status, text === '' ? undefined : JSON.parse(text).code]
}

/** What a browser says of where a request comes from, and whether it may change something. */
const FROM: [what: string, headers: Record<string, string>, isOurs: boolean][] = [
  ['our own page', { 'sec-fetch-site': 'same-origin' }, true],
  ['our own page, over plain http', { origin: '{own}' }, true],
  ['another site', { 'sec-fetch-site': 'cross-site' }, false],
  ['another site that is named', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, false],
  ['another site that says our name', { 'sec-fetch-site': 'cross-site', origin: '{own}' }, false],
  ['another host of our domain', { 'sec-fetch-site': 'same-site' }, false],
  ['another host of our domain that says our name', { 'sec-fetch-site': 'same-site', origin: '{own}' }, false],
  ['the address bar', { 'sec-fetch-site': 'none' }, false],
  ['a browser that says it in two ways', { 'sec-fetch-site': 'same-origin, cross-site' }, false],
  ['a browser that says nothing we know', { 'sec-fetch-site': 'x' }, false],
  ['another site, over plain http', { origin: 'http://evil.example' }, false],
  ['another port of our host, over plain http', { origin: 'http://127.0.0.1:1' }, false],
  ['a name that begins as ours does', { origin: '{own}.evil.example' }, false],
  ['our name by another scheme', { origin: 'https://127.0.0.1' }, false],
  ['a frame without an origin', { origin: 'null' }, false],
  ['an old browser that only says where it was', { referer: '{own}/portal/gradient' }, false],
  ['nothing', {}, false],
]

describe('a session', () => {
  it.each(FROM)('may, from %s: %j, change something: %s', async (_what, headers, isOurs) => {
    const answer = await statusWith(plain, plainPortal, { method: 'POST', headers })
    expect(answer).toEqual(isOurs ? [409, 'not_connected'] : [403, 'cross_site_request'])
  })

  it.each(['PUT', 'POST', 'DELETE'])('is asked where a %s comes from, whatever the route', async (method) => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    for (const { url, method: methods } of plain.routes.filter((route) => route.url.startsWith('/v1/'))) {
      if (![methods].flat().includes(method)) continue
      const path = url.replace(/:\w+/g, 'p1')
      expect(await statusWith(plain, plainPortal, { method, path, headers }), url).toEqual([403, 'cross_site_request'])
    }
    expect((await plainPortal.call('GET', '/v1/portal-session')).status).toBe(200)
  })

  it('may read whatever page asks: the browser keeps the answer from others', async () => {
    for (const [, headers] of FROM) {
      const answer = await statusWith(plain, plainPortal, { method: 'GET', path: '/v1/portal-session', headers })
      expect(answer[0]).toBe(200)
    }
  })

  it('of a gateway behind https is asked for PUBLIC_URL, where its browser only names an origin', async () => {
    const change = (origin: string) => statusWith(secure, securePortal, { method: 'POST', headers: { origin } })
    expect(await change(PUBLIC_URL)).toEqual([409, 'not_connected'])
    expect(await change(secure.url)).toEqual([403, 'cross_site_request'])
    expect(await change('http://bridge.example.com')).toEqual([403, 'cross_site_request'])
  })
})

it('a token is not asked where it comes from: no browser sends one along', async () => {
  const answer = await plain.call('POST', sync, undefined, { 'sec-fetch-site': 'cross-site' })
  expect(answer.body.code).toBe('not_connected')
})

it('behind https the link begins with PUBLIC_URL, and the cookie goes over nothing else and to no other host', async () => {
  const { body } = await secure.call('POST', '/v1/partners/p1/portal-sessions', {})
  expect(body.url).toMatch(/^https:\/\/bridge\.example\.com\/portal\/enter\/[\w-]{43}$/)
  const entered = await fetch(`${secure.url}${new URL(body.url).pathname}`, { redirect: 'manual' })
  expect(entered.headers.get('location')).toBe('/portal/gradient')
  expect(entered.headers.get('set-cookie')).toMatch(
    /^__Host-portal=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  )
  expect(entered.headers.get('strict-transport-security')).toBe('max-age=31536000')
  const left = await securePortal.call('DELETE', '/v1/portal-session')
  expect(left.headers.get('set-cookie')).toMatch(/^__Host-portal=; Max-Age=0; Path=\/; .*Secure/)
  const schemes = async (gateway: TestGateway) =>
    (await gateway.call('GET', '/openapi.json')).body.components.securitySchemes.portalSession
  expect(await schemes(secure)).toMatchObject({ type: 'apiKey', in: 'cookie', name: '__Host-portal' })
  expect(await schemes(plain)).toMatchObject({ name: 'portal' })
})
