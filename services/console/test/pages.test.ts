import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startConsoleForTest, type TestConsole } from './start-console-for-test.ts'

let running: TestConsole
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'console-page-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(
    join(folder, 'index.html'),
    '<meta name="csp-nonce" content="__CSP_NONCE__"><title>__VENDOR_NAME__</title><meta name="identity-provider" content="__IDENTITY_PROVIDER__">',
  )
  await writeFile(join(folder, 'assets/app-1a2b.js'), 'script')
  await writeFile(join(folder, 'icon.svg'), '<svg/>')
  await writeFile(join(folder, '.built'), '')
  running = await startConsoleForTest({
    pageFolder: folder,
    vendorName: 'Phin "& <Sons>',
    publicUrl: 'https://console.test',
    oidc: {
      issuer: new URL('https://login.example.com/tenant'),
      clientId: 'x',
      clientSecret: 'x',
      scope: 'openid',
      roleClaim: 'groups',
      roleValues: { operator: 'o', viewer: 'v' },
    },
  })
})
afterAll(async () => {
  await running.close()
  rmSync(folder, { recursive: true, force: true })
})

test('every address that is nothing else is the page, under a policy with a nonce of its own', async () => {
  const nonces = new Set<string>()
  for (const path of ['/', '/runs', '/pushes/17', '/sign-in?next=%2F', '/a/b.c']) {
    const { status, headers, body } = await running.call('GET', path)
    expect(status, path).toBe(200)
    const nonce = /content="([^"]+)"/.exec(body)?.[1] ?? ''
    nonces.add(nonce)
    expect(body).toContain('<title>Phin &#34;&#38; &#60;Sons&#62;</title>')
    expect(body).toContain('content="login.example.com"')
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; ` +
        "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
    )
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000',
      'permissions-policy': expect.stringContaining('camera=()'),
    })
  }
  expect(nonces.size).toBe(5)
})

test('its files are served, the named ones for ever, and no others', async () => {
  const asset = await running.call('GET', '/assets/app-1a2b.js')
  expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  const icon = await running.call('GET', '/icon.svg')
  expect([icon.status, icon.headers.get('cache-control'), icon.headers.get('content-type')]).toEqual([
    200,
    'no-cache',
    'image/svg+xml',
  ])
  for (const path of ['/assets/none.js', '/assets/..%2findex.html', '/api/none', '/board/none', '/board/api/none']) {
    expect((await running.call('GET', path)).status, path).toBe(404)
  }
  for (const path of ['/.built', '/..%2f..%2fpackage.json', '/index.html']) {
    expect((await running.call('GET', path)).body, path).toContain('csp-nonce')
  }
})

test('answers of the API let nothing run and nothing frame them', async () => {
  const { headers } = await running.call('GET', '/api/session')
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
  expect(headers.get('cache-control')).toBe('no-store')
})

test('over https the session’s cookie goes over nothing else, and no other host of the domain can plant it', async () => {
  await running.makeOperator('ada', 'viewer')
  const { headers } = await running.call('POST', '/api/session', {
    name: 'ada',
    password: 'correct horse battery staple',
  })
  expect(headers.getSetCookie()).toEqual([
    expect.stringMatching(/^__Host-console=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/),
  ])
})

test('a page that was not built says so', async () => {
  const other = await startConsoleForTest()
  const { status, body } = await other.call('GET', '/runs')
  expect([status, body]).toEqual([503, expect.stringContaining('was not built')])
  await other.close()
})
