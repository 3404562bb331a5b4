import { once } from 'node:events'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

const INDEX = `<!doctype html>
<meta name="csp-nonce" content="__CSP_NONCE__" />
<meta name="vendor-name" content="__VENDOR_NAME__" />
<meta name="portal-entry" content="" />
<title>__VENDOR_NAME__ · Partner Integrations</title>
<script type="module" crossorigin src="/portal/assets/index-abc.js"></script>
`
const SCRIPT = `console.log(${JSON.stringify('x'.repeat(2_000))})\n`

let folder: string
let gateway: TestGateway
beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'portal-')), 'dist')
  await build(INDEX)
  gateway = await startGatewayForTest({
    portalFolder: folder,
    publicUrl: 'https://bridge.example.com',
    vendorName: `"Phin" & <b>Sons</b>'`,
  })
  await gateway.call('PUT', '/v1/partners/p1', { name: 'One' })
})
beforeEach(() => gateway.clock.set('2026-11-22T12:00:00Z'))
afterAll(async () => {
  await gateway.close()
  await rm(join(folder, '..'), { recursive: true })
})

async function build(index: string): Promise<void> {
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, '..', 'outside.txt'), 'KEEP OUT')
  await writeFile(join(folder, 'index.html'), index)
  await writeFile(join(folder, '.built'), 'KEEP OUT')
  await writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(join(folder, 'assets', 'index-abc.js'), SCRIPT)
  await writeFile(join(folder, 'assets', 'index-abc.js.br'), brotliCompressSync(SCRIPT))
  await writeFile(join(folder, 'assets', 'index-abc.js.gz'), gzipSync(SCRIPT))
  await writeFile(join(folder, 'assets', 'plain-def.js'), SCRIPT)
}

/** Asks without a credential, and follows nothing. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await fetch(`${gateway.url}${path}`, { method, headers, redirect: 'manual' })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const metaOf = (html: string, name: string) => new RegExp(`<meta name="${name}" content="([^"]*)"`).exec(html)?.[1]

describe('the page', () => {
  it('is where the root leads', async () => {
    const root = await get('/')
    expect([root.status, root.headers.get('location')]).toEqual([302, '/portal'])
  })

  it.each(['/portal', '/portal/', '/portal/gradient', '/portal/numbers/2026-10?search=x', '/portal/index.html'])(
    'is at %s',
    async (path) => {
      const page = await get(path)
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      expect(page.headers.get('cache-control')).toBe('no-store')
      expect(page.text).toContain('src="/portal/assets/index-abc.js"')
      const head = await get(path, {}, 'HEAD')
      expect([head.status, head.text]).toEqual([200, ''])
    },
  )

  it('allows itself nothing but its own files, with a nonce of each answer', async () => {
    const [one, two] = [await get('/portal'), await get('/portal')]
    const nonce = metaOf(one.text, 'csp-nonce')
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
    expect(metaOf(two.text, 'csp-nonce')).not.toBe(nonce)
    expect(one.headers.get('content-security-policy')?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "object-src 'none'",
    ])
    expect(Object.fromEntries(one.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringMatching(/^clipboard-write=\(self\), .*\bcamera=\(\), .*geolocation=\(\)/),
      'strict-transport-security': 'max-age=31536000',
    })
  })

  it('has the vendor’s name, which is no HTML', async () => {
    const { text } = await get('/portal')
    const name = '&#34;Phin&#34; &#38; &#60;b&#62;Sons&#60;/b&#62;&#39;'
    expect(metaOf(text, 'vendor-name')).toBe(name)
    expect(text).toContain(`<title>${name} · Partner Integrations</title>`)
    expect(text).not.toMatch(/__[A-Z_]+__/)
    expect(metaOf(text, 'portal-entry')).toBe('')
  })

  it('says why a link let nobody in', async () => {
    const link = async () => {
      const { body } = await gateway.call('POST', '/v1/partners/p1/portal-sessions', {})
      return new URL(body.url).pathname
    }
    const [used, expired] = [await link(), await link()]
    expect((await get(used)).status).toBe(303)
    const entryOf = async (path: string) => {
      const page = await get(path)
      expect(page.headers.get('content-security-policy')).toContain(`'nonce-${metaOf(page.text, 'csp-nonce')}'`)
      return [page.status, page.headers.get('cache-control'), metaOf(page.text, 'portal-entry')]
    }
    expect(await entryOf(used)).toEqual([410, 'no-store', 'used'])
    gateway.clock.advanceMs(5 * 60_000)
    expect(await entryOf(expired)).toEqual([410, 'no-store', 'expired'])
    expect(await entryOf(used)).toEqual([410, 'no-store', 'used'])
    expect(await entryOf('/portal/enter/x')).toEqual([410, 'no-store', 'unknown'])
    expect(await entryOf(`/portal/enter/${'A'.repeat(43)}`)).toEqual([410, 'no-store', 'unknown'])
  })

  it('is read again when it was built anew', async () => {
    await build(INDEX.replace('index-abc', 'index-new'))
    await utimes(join(folder, 'index.html'), new Date(), new Date('2026-11-22T13:00:00Z'))
    expect((await get('/portal')).text).toContain('index-new.js')
    await build(INDEX)
    await utimes(join(folder, 'index.html'), new Date(), new Date('2026-11-22T14:00:00Z'))
    expect((await get('/portal')).text).toContain('index-abc.js')
  })
})

describe('its files', () => {
  it.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ])('are sent as they were compressed beforehand, for ever (%s)', async (accepted, encoding) => {
    const file = await get('/portal/assets/index-abc.js', { 'accept-encoding': accepted })
    expect([file.status, file.headers.get('content-encoding')]).toEqual([200, encoding])
    expect(file.text).toBe(SCRIPT)
    expect(file.headers.get('content-type')).toMatch(/^(text|application)\/javascript; charset=utf-8$/i)
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(file.headers.get('vary')).toBe('accept-encoding')
    expect(file.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('need not be compressed', async () => {
    const file = await get('/portal/assets/plain-def.js', { 'accept-encoding': 'br, gzip' })
    expect([file.status, file.headers.get('content-encoding'), file.text]).toEqual([200, null, SCRIPT])
  })

  it('whose names stay the same are asked for again', async () => {
    const icon = await get('/portal/icon.svg')
    expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
    expect(icon.headers.get('cache-control')).toBe('no-cache')
    // Not by fetch, which would ask for a fresh answer.
    const headers = { 'if-none-match': icon.headers.get('etag') ?? '' }
    const [again] = await once(request(`${gateway.url}/portal/icon.svg`, { headers, agent: false }).end(), 'response')
    expect(again.resume().statusCode).toBe(304)
  })

  it('that are not there any more are no page', async () => {
    const gone = await get('/portal/assets/index-old.js')
    expect([gone.status, gone.headers.get('cache-control')]).toEqual([404, 'no-store'])
    expect(JSON.parse(gone.text).code).toBe('route_not_found')
    for (const path of ['/portal/assets', '/portal/assets/']) expect((await get(path)).status, path).not.toBe(500)
  })

  it.each([
    '/portal/.built',
    '/portal/%2ebuilt',
    '/portal/..%2foutside.txt',
    '/portal/%2e%2e/outside.txt',
    '/portal/assets/..%2f..%2foutside.txt',
    '/portal/assets/%2e%2e%2f.built',
    '/portal/assets/..%5c..%5coutside.txt',
    '/portal//outside.txt',
    '/portal/assets%00.js',
  ])('are those of its folder alone: %s', async (path) => {
    const answer = await get(path)
    expect(answer.status).toBeLessThan(500)
    expect(answer.text).not.toContain('KEEP OUT')
  })
})

describe('a page that was not built', () => {
  let bare: TestGateway
  beforeAll(async () => {
    bare = await startGatewayForTest()
    await bare.call('PUT', '/v1/partners/p1', { name: 'One' })
  })
  afterAll(() => bare.close())

  it.each(['/portal', '/portal/gradient'])('says so at %s, and how it is', async (path) => {
    const response = await fetch(`${bare.url}${path}`)
    expect([response.status, response.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8'])
    expect(await response.text()).toContain('npm run portal:build')
    expect(response.headers.get('strict-transport-security')).toBeNull()
  })

  it('lets in all the same, and refuses links all the same', async () => {
    expect((await (await bare.openPortal('p1')).call('GET', '/v1/portal-session')).status).toBe(200)
    expect((await fetch(`${bare.url}/portal/enter/x`)).status).toBe(410)
    expect((await fetch(`${bare.url}/portal/assets/index.js`)).status).toBe(404)
  })
})
