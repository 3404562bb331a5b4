import { expect, test } from 'vitest'
import { bootSandbox } from './boot-sandbox.ts'

async function post(
  url: string,
  fields: Record<string, string> = {},
): Promise<{ status: number; location: string | null }> {
  const response = await fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) })
  return { status: response.status, location: response.headers.get('location') }
}

async function read(url: string): Promise<string> {
  const response = await fetch(url)
  expect(response.headers.get('content-type')).toMatch('text/html')
  expect(response.headers.get('content-security-policy')).toMatch("default-src 'none'")
  return response.text()
}

test('a partner is made by the form, its page shows the key, and the start page lists it, escaped', async () => {
  // issue, item 9: "connect (makes a partner key, shows status)".
  const { control, url } = await bootSandbox()
  const name = '<script>alert("x")</script> & Söhne'
  const { status, location } = await post(`${url}/partners`, { name })
  const [{ partnerKey }] = (await control('GET', '/partners')).body
  expect({ status, location }).toEqual({ status: 303, location: `/partners/${partnerKey}?made` })
  for (const path of ['/', `${location}`]) {
    const page = await read(`${url}${path}`)
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; Söhne')
    expect(page).not.toContain('<script>')
    expect(page).toContain('inactive')
  }
  expect(await read(`${url}${location}`)).toContain(partnerKey)
})

test('the billing page shows units, whether the view was rebuilt, and maps with its buttons', async () => {
  // issue, item 9: "billing (accounts, mapped or not with a Map button, current units)".
  const { url, partnerWithAccounts } = await bootSandbox()
  const { partnerKey, count, view } = await partnerWithAccounts()
  const page = `${url}/partners/${partnerKey}`
  expect(await read(page)).toContain('2 accounts, 1 not mapped')
  await count('c1', 4711)
  expect(await read(page)).toMatch(/not rebuilt[\s\S]*4711/)
  await count('c1', 4712, '')
  expect(await read(page)).not.toContain('not rebuilt')
  const mapped = async () => (await view()).accounts.map((account: { mapped: boolean }) => account.mapped)
  expect(await post(`${page}/map`, { accountId: 'c2' })).toEqual({ status: 303, location: `/partners/${partnerKey}` })
  expect(await mapped()).toEqual([true, true])
  await post(`${page}/unmap`, { accountId: 'c1' })
  expect(await mapped()).toEqual([false, true])
  await post(`${page}/map`, { all: 'yes' })
  expect(await mapped()).toEqual([true, true])
  const found = await read(`${page}?search=C2`)
  expect(found).toContain('Company c2')
  expect(found).not.toContain('Company c1')
})

test('the connect page makes a new key and disconnects', async () => {
  const { url, partner, control, withKey } = await bootSandbox()
  const { partnerKey, gradient } = await partner()
  const { location } = await post(`${url}/partners/${partnerKey}/regenerate-key`)
  const [renewed] = (await control('GET', '/partners')).body
  expect(location).toBe(`/partners/${renewed.partnerKey}?made`)
  expect((await gradient('GET', '/organization')).status).toBe(401)
  await post(`${url}/partners/${renewed.partnerKey}/disconnect`)
  expect(await read(`${url}/partners/${renewed.partnerKey}`)).toContain('disconnected')
  expect((await withKey(renewed.partnerKey)('GET', '/organization')).status).toBe(401)
})

test('the faults page sets switches, adds an error, and clears all', async () => {
  // gradient-api.md, last section: "Switches are set through its own control API and page, per partner or for all".
  const { url, control, partner } = await bootSandbox()
  const { partnerKey } = await partner()
  const form = {
    partnerKey: '',
    zero: 'refused',
    latencyMs: '5',
    requestsPerSecond: '9',
    retryAfter: 'yes',
    errorKind: 'status_500',
    errorTimes: '2',
  }
  expect((await post(`${url}/faults`, form)).status).toBe(303)
  await post(`${url}/faults`, { errorKind: 'reset_after', errorRoute: 'count' })
  await post(`${url}/faults`, { partnerKey, afterDisconnect: '404' })
  expect((await control('GET', '/faults')).body).toEqual({
    all: {
      zero: 'refused',
      latencyMs: 5,
      rateLimit: { requestsPerSecond: 9, retryAfter: true },
      errors: [
        { kind: 'status_500', times: 2 },
        { kind: 'reset_after', route: 'count' },
      ],
    },
    partners: [{ partnerKey, afterDisconnect: 404 }],
  })
  expect(await read(`${url}/faults`)).toContain('reset_after')
  expect((await post(`${url}/faults`, { zero: 'maybe' })).status).toBe(400)
  await post(`${url}/faults/clear`)
  expect((await control('GET', '/faults')).body).toEqual({ all: {}, partners: [] })
})

test.for([
  ['/partners', { name: '' }, 400],
  ['/partners/unknown-key/map', { all: 'yes' }, 404],
  ['/partners/unknown-key/disconnect', {}, 404],
] as const)('a form to %s with %j is answered with a page: %i', async ([path, fields, status]) => {
  const { url } = await bootSandbox()
  const response = await fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(fields) })
  expect(response.status).toBe(status)
  expect(await response.text()).toContain('That did not work')
})
