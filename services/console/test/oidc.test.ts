import { disableOperator } from '@bridge/db'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startTestProvider, type TestProvider } from './oidc-provider-for-test.ts'
import { PASSWORD, startConsoleForTest, type TestConsole } from './start-console-for-test.ts'

const PUBLIC_URL = 'http://console.test'
const CALLBACK = `${PUBLIC_URL}/api/oidc/callback`

// The provider tells at length that it is not set up for production.
for (const way of ['info', 'warn'] as const) vi.spyOn(console, way).mockImplementation(() => undefined)

interface Setup {
  running: TestConsole
  provider: TestProvider
}

async function setUp(claimsInIdToken: boolean): Promise<Setup> {
  const provider = await startTestProvider(CALLBACK, { claimsInIdToken })
  const running = await startConsoleForTest({
    publicUrl: PUBLIC_URL,
    oidc: {
      issuer: new URL(provider.issuer),
      clientId: provider.clientId,
      clientSecret: provider.clientSecret,
      scope: 'openid profile email',
      roleClaim: 'groups',
      roleValues: { operator: 'bridge-operator', viewer: 'bridge-viewer' },
    },
  })
  return { running, provider }
}

/** A browser of its own: keeps cookies by host, follows redirects, fills in forms. */
function openBrowser({ running, provider }: Setup) {
  const jar = new Map<string, Map<string, string>>()
  const cookies = (url: string) => {
    const key = url.startsWith(provider.issuer) ? 'provider' : 'console'
    const found = jar.get(key) ?? new Map<string, string>()
    jar.set(key, found)
    return found
  }
  const go = async (
    url: string,
    form?: Record<string, string>,
  ): Promise<{ url: string; response: Response; text: string }> => {
    const at = url.replace(PUBLIC_URL, running.url)
    const own = cookies(at)
    const response = await fetch(at, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        cookie: [...own].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { body: new URLSearchParams(form).toString() } : {}),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') own.delete(name)
      else own.set(name, value)
    }
    const location = response.headers.get('location')
    if (location === null || location.startsWith('/sign-in')) return { url, response, text: await response.text() }
    await response.text()
    return go(new URL(location, url).href)
  }
  return {
    jar,
    go,
    /** Signs in at the provider as this person, and comes back. */
    async signIn(subject: string, next?: string) {
      let shown = await go(
        `${PUBLIC_URL}/api/oidc/start${next === undefined ? '' : `?${new URLSearchParams({ next })}`}`,
      )
      for (let forms = 0; forms < 3 && shown.text.includes('name="prompt"'); forms += 1) {
        const prompt = /name="prompt" value="(\w+)"/.exec(shown.text)?.[1] ?? ''
        const action = /action="([^"]+)"/.exec(shown.text)?.[1] ?? ''
        shown = await go(new URL(action, shown.url).href, { prompt, login: subject, password: 'any' })
      }
      return shown
    },
    session: () =>
      running.call('GET', '/api/session', undefined, {
        cookie: [...cookies(running.url)].map(([n, v]) => `${n}=${v}`).join('; '),
      }),
  }
}

describe.each([
  ['the ID token', true],
  ['the user info', false],
])('where the role is in %s', (_where, claimsInIdToken) => {
  let setup: Setup
  beforeAll(async () => {
    setup = await setUp(claimsInIdToken)
  })
  afterAll(async () => {
    await setup.running.close()
    await setup.provider.close()
  })

  test('a person signs in at the provider and is in, by name and with the role that it gives', async () => {
    setup.provider.people.set('s-1', {
      preferred_username: 'grace',
      groups: ['staff', 'bridge-operator', 'bridge-viewer'],
    })
    const browser = openBrowser(setup)
    const { url, response, text } = await browser.signIn('s-1', '/runs?limit=5&x="')
    expect(new URL(url).pathname).toBe('/api/oidc/callback')
    expect(response.status).toBe(200)
    expect(text).toContain('http-equiv="refresh" content="0;url=/runs?limit=5&#38;x=&#34;"')
    expect(response.headers.getSetCookie()).toContainEqual(
      expect.stringMatching(/^console=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/),
    )
    expect(response.headers.getSetCookie()).toContainEqual(expect.stringMatching(/^console-oidc=; Max-Age=0/))
    expect((await browser.session()).body.operator).toEqual({ name: 'grace', role: 'operator' })
    const actions = await setup.running.database.db
      .selectFrom('operator_action')
      .select(['action', 'operator_name', 'address', 'after'])
      .orderBy('id')
      .execute()
    expect(actions).toMatchObject([
      { action: 'operator.create', operator_name: 'grace', address: '127.0.0.1', after: { role: 'operator' } },
      { action: 'session.begin', operator_name: 'grace', after: { by: 'identity provider' } },
    ])
  })

  test('the role follows the provider at each sign-in, at once where they are in already', async () => {
    setup.provider.people.set('s-2', { email: 'lin@example.com', groups: 'bridge-operator' })
    const first = openBrowser(setup)
    await first.signIn('s-2')
    expect((await first.session()).body.operator).toEqual({ name: 'lin@example.com', role: 'operator' })
    setup.provider.people.set('s-2', { email: 'lin@example.com', groups: ['bridge-viewer'] })
    const second = openBrowser(setup)
    await second.signIn('s-2')
    expect((await second.session()).body.operator.role).toBe('viewer')
    expect((await first.session()).body.operator.role).toBe('viewer')
    const { before, after } = await setup.running.database.db
      .selectFrom('operator_action')
      .select(['before', 'after'])
      .where('action', '=', 'operator.role')
      .executeTakeFirstOrThrow()
    expect([before, after]).toEqual([{ role: 'operator' }, { role: 'viewer', issuer: setup.provider.issuer }])
  })

  test('who has no role here is told so and is not in', async () => {
    setup.provider.people.set('s-3', { preferred_username: 'eve', groups: ['bridge-operators', 'x'] })
    const browser = openBrowser(setup)
    const { response } = await browser.signIn('s-3')
    expect([response.status, response.headers.get('location')]).toEqual([303, '/sign-in?problem=no_role'])
    expect((await browser.session()).status).toBe(401)
  })
})

describe('a sign-in at the provider', () => {
  let setup: Setup
  beforeAll(async () => {
    setup = await setUp(true)
    for (const [subject, name] of [
      ['p-1', 'Ada'],
      ['p-2', 'bob'],
      ['p-3', 'cy'],
    ] as const) {
      setup.provider.people.set(subject, { preferred_username: name, groups: ['bridge-viewer'] })
    }
  })
  afterAll(async () => {
    await setup.running.close()
    await setup.provider.close()
  })
  const refused = ({ response }: { response: Response }) => {
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      '/sign-in?problem=identity_provider_failed',
    ])
    expect(response.headers.getSetCookie().filter((line) => line.startsWith('console='))).toEqual([])
  }
  /** Goes to the provider and comes back with a good code, but does not follow. */
  async function codeFor(subject: string) {
    const browser = openBrowser(setup)
    let callback = ''
    const go = browser.go
    const start = await fetch(`${setup.running.url}/api/oidc/start`, { redirect: 'manual' })
    const flow = start.headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''
    let shown = await go(start.headers.get('location') ?? '')
    while (shown.text.includes('name="prompt"')) {
      const prompt = /name="prompt" value="(\w+)"/.exec(shown.text)?.[1] ?? ''
      const action = /action="([^"]+)"/.exec(shown.text)?.[1] ?? ''
      // This browser has no cookie of the flow: the console refuses it without asking the provider, so that the code stays good.
      shown = await go(new URL(action, shown.url).href, { prompt, login: subject, password: 'any' })
      callback = shown.url
    }
    return { flow, callback: callback.replace(PUBLIC_URL, setup.running.url) }
  }
  const comeBack = async (callback: string, flow: string) => ({
    response: await fetch(callback, { redirect: 'manual', headers: { cookie: flow } }),
  })

  test('does not become the operator of that name who has a password', async () => {
    const id = await setup.running.makeOperator('ada', 'operator')
    const browser = openBrowser(setup)
    await browser.signIn('p-1')
    const { host } = new URL(setup.provider.issuer)
    expect((await browser.session()).body.operator).toEqual({ name: `Ada (${host})`, role: 'viewer' })
    const row = await setup.running.database.db
      .selectFrom('operator')
      .select(['role', 'oidc_subject'])
      .where('id', '=', id)
      .executeTakeFirst()
    expect(row).toEqual({ role: 'operator', oidc_subject: null })
    expect((await setup.running.signIn('ada')).cookie).toMatch(/./)
  })

  test('lets nobody in who was shut out here', async () => {
    const browser = openBrowser(setup)
    await browser.signIn('p-2')
    const { db } = setup.running.database
    const { id } = await db.selectFrom('operator').select('id').where('name', '=', 'bob').executeTakeFirstOrThrow()
    await db.transaction().execute((tx) => disableOperator(tx, { operatorId: id, now: setup.running.clock.now() }))
    expect((await browser.session()).status).toBe(401)
    const { response } = await openBrowser(setup).signIn('p-2')
    expect(response.headers.get('location')).toBe('/sign-in?problem=sign_in_refused')
  })

  test('opens no way in by a password', async () => {
    await openBrowser(setup).signIn('p-3')
    for (const password of [PASSWORD, '', 'null']) {
      expect((await setup.running.call('POST', '/api/session', { name: 'cy', password })).status).not.toBe(200)
    }
  })

  test('that comes back to another browser, with another state, or twice, is refused', async () => {
    const { flow, callback } = await codeFor('p-3')
    refused(await comeBack(callback, ''))
    const other = await codeFor('p-3')
    refused(await comeBack(callback, other.flow))
    for (const change of [{ nonce: 'another' }, { codeVerifier: 'x'.repeat(43) }, { state: 'another' }]) {
      const mine = await codeFor('p-3')
      const kept = JSON.parse(Buffer.from(mine.flow.split('=')[1] ?? '', 'base64url').toString())
      const value = Buffer.from(JSON.stringify({ ...kept, ...change })).toString('base64url')
      refused(await comeBack(mine.callback, `console-oidc=${value}`))
    }
    const good = await codeFor('p-3')
    expect((await comeBack(good.callback, good.flow)).response.status).toBe(200)
    refused(await comeBack(good.callback, good.flow))
    refused(await comeBack(`${setup.running.url}/api/oidc/callback?error=access_denied&state=x`, flow))
    refused(await comeBack(`${setup.running.url}/api/oidc/callback`, flow))
  })

  test('goes on to a path of ours, never to another site', async () => {
    for (const next of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '/x\u0000y',
      '',
    ]) {
      const { text } = await openBrowser(setup).signIn('p-3', next)
      expect(text, next).toContain('content="0;url=/"')
    }
  })
})

test('while the provider is away people are told so, and the console starts without it', async () => {
  const running = await startConsoleForTest({
    publicUrl: PUBLIC_URL,
    oidc: {
      issuer: new URL('http://127.0.0.1:1'),
      clientId: 'x',
      clientSecret: 'x',
      scope: 'openid',
      roleClaim: 'groups',
      roleValues: { operator: 'o', viewer: 'v' },
    },
  })
  const { status, headers } = await running.call('GET', '/api/oidc/start')
  expect([status, headers.get('location')]).toEqual([303, '/sign-in?problem=identity_provider_failed'])
  await running.close()
})

test('where there is no provider, there is no such way in', async () => {
  const running = await startConsoleForTest()
  for (const path of ['/api/oidc/start', '/api/oidc/callback?code=x&state=y']) {
    expect((await running.call('GET', path)).body.code).toBe('route_not_found')
  }
  await running.close()
})
