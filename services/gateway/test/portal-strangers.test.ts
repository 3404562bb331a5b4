import { waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dumpTables } from './dump-tables.ts'
import { openRun } from './open-run.ts'
import { type Step, take, walkOf } from './route-walk.ts'
import { startGatewayForTest, type TestGateway, type TestPortal } from './start-gateway-for-test.ts'

/** What stands in the victim's rows and must be in no answer that a stranger gets. */
const SECRET = 'Victim'
const SUB_IDS = /:(?!partnerId|period)\w+/

let gateway: TestGateway
let stranger: TestPortal
let victim: TestPortal
let facts: Record<string, string | number>
let strangersRun: string
let runOfAll: string
let before: Record<string, string[]>
let callsBefore: number
beforeAll(async () => {
  gateway = await startGatewayForTest()
  for (const [id, name] of [
    ['stranger', 'Stranger'],
    ['victim', SECRET],
  ]) {
    await gateway.call('PUT', `/v1/partners/${id}`, { name, adminEmail: `${name}@example.com` })
    await gateway.call('PUT', `/v1/partners/${id}/companies/${id}-1`, { name: `${name} Company` })
    await gateway.call('PUT', `/v1/partners/${id}/companies/${id}-1/usage/2026-10`, { billableUsers: 17 })
  }
  runOfAll = (await gateway.call('POST', '/v1/billing-runs', { period: '2026-10' })).body.id
  strangersRun = await openRun(gateway, { partnerId: 'stranger', period: '2026-10' })
  const runId = await openRun(gateway, { partnerId: 'victim', period: '2026-10' })
  const { body: sync } = await gateway.call('POST', '/v1/partners/victim/gradient-connection/sync-accounts')
  const { partnerKey } = await gateway.makeKey('Another MSP')
  facts = {
    ...{ partnerId: 'victim', companyId: 'victim-1', period: '2026-10', runId, syncId: sync.id },
    ...{ name: 'Changed', adminEmail: 'changed@example.com', billableUsers: 1, partnerApiKey: partnerKey },
  }
  stranger = await gateway.openPortal('stranger')
  victim = await gateway.openPortal('victim')
  const { db } = gateway.database
  await waitFor(
    async () => (await db.selectFrom('integration_token').select('last_used_at').execute())[0]?.last_used_at,
  )
  before = await dumpTables(gateway)
  callsBefore = await callsToGradient()
})
afterAll(() => gateway.close())

const callsToGradient = async (): Promise<number> => (await gateway.control('GET', '/calls')).body.length
const asBrowser = ({ cookie }: TestPortal) => ({ cookie, 'sec-fetch-site': 'same-origin' })
const isApi = ({ url }: Step) => url.startsWith('/v1/')

async function expectNothingHappened(): Promise<void> {
  expect(await dumpTables(gateway)).toEqual(before)
  expect(await callsToGradient()).toBe(callsBefore)
}

it('the walk meets every route, those of the API with a body that would do something', async () => {
  const steps = await walkOf(gateway, facts)
  expect(steps.filter(isApi).length).toBeGreaterThan(25)
  for (const { name, method, url, body } of steps.filter(isApi)) {
    if (method === 'PUT') expect(body, name).toBeDefined()
    if (url.includes(':')) expect(name).toMatch(/:(partnerId|runId)/)
  }
  const asToken = steps.find(({ name }) => name === 'PUT /v1/partners/:partnerId/companies/:companyId/usage/:period')
  expect(asToken).toMatchObject({
    path: '/v1/partners/victim/companies/victim-1/usage/2026-10',
    body: '{"billableUsers":1}',
  })
})

describe.each([
  ['nothing', {}],
  ['a cookie that nobody made', { cookie: `portal=${'A'.repeat(43)}`, 'sec-fetch-site': 'same-origin' }],
  ['a token that nobody made', { authorization: 'Bearer brt_nobody' }],
])('who shows %s', (_what, headers) => {
  it('is answered 401 by every route of the API, and changes nothing', async () => {
    for (const step of (await walkOf(gateway, facts)).filter(isApi)) {
      expect((await take(gateway, step, headers)).status, step.name).toBe(401)
    }
    await expectNothingHappened()
  })
})

describe('a stranger, who has a session for another partner,', () => {
  it('finds nothing of the victim by any route, and changes nothing', async () => {
    for (const step of await walkOf(gateway, facts)) {
      if (step.portal === 'session') continue
      const answer = await take(gateway, step, asBrowser(stranger))
      expect(answer.text, step.name).not.toContain(SECRET)
      if (!isApi(step)) continue
      expect(answer.status, step.name).toBe(404)
      const code = step.portal === undefined ? 'route_not_found' : /^(partner|run)_not_found$/
      if (step.method !== 'HEAD') expect(answer.code, step.name).toMatch(code)
    }
    await expectNothingHappened()
  })

  it('has itself and nothing else by the routes that are about the session', async () => {
    const others = (dump: Record<string, string[]>) => ({ ...dump, portal_link: [], portal_session: [] })
    const steps = (await walkOf(gateway, facts)).filter(({ portal }) => portal === 'session')
    expect(new Set(steps.map(({ url }) => url))).toEqual(new Set(['/v1/portal-session']))
    for (const step of steps) {
      const answer = await take(gateway, step, asBrowser(await gateway.openPortal('stranger')))
      expect([answer.status < 300, answer.text.includes(SECRET)], step.name).toEqual([true, false])
    }
    expect(others(await dumpTables(gateway))).toEqual(others(before))
    before = await dumpTables(gateway)
  })

  it('finds nothing of the victim’s by its id under the own partner either', async () => {
    for (const step of await walkOf(gateway, { ...facts, partnerId: 'stranger' })) {
      if (!isApi(step) || !SUB_IDS.test(step.url)) continue
      const answer = await take(gateway, step, asBrowser(stranger))
      expect([answer.status, answer.text.includes(SECRET)], step.name).toEqual([404, false])
    }
    await expectNothingHappened()
  })

  it('finds nothing about all partners, by its own run or by that of all', async () => {
    for (const step of await walkOf(gateway, { ...facts, runId: runOfAll })) {
      if (step.portal === 'own-run') expect((await take(gateway, step, asBrowser(stranger))).status).toBe(404)
    }
    const pushes = await stranger.call('GET', `/v1/billing-runs/${strangersRun}/pushes`)
    expect(pushes.body.data.map(({ partnerId }: { partnerId: string }) => partnerId)).toEqual(['stranger'])
    const others = await stranger.call('GET', `/v1/billing-runs/${strangersRun}/pushes?partnerId=victim`)
    expect([others.status, others.body.data]).toEqual([200, []])
    await expectNothingHappened()
  })

  it.each([
    '/v1/partners/victim/',
    '/v1/partners/Stranger',
    '/v1/partners/stranger%2f..%2fvictim',
    '/v1/partners/stranger/../victim',
    '/v1//partners/victim',
    '//v1/partners/victim',
    '/V1/partners/victim',
    '/v1/partners/victim?partnerId=stranger',
    '/v1/partners/victim;stranger',
    '/v1/partners/%76ictim',
    '/v1/partners/victim%00',
    '/portal/../v1/partners/victim',
  ])('does not come round by %s', async (path) => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      const response = await fetch(`${gateway.url}${path}`, {
        method,
        headers: asBrowser(stranger),
        redirect: 'manual',
      })
      expect([400, 404, 405]).toContain(response.status)
      expect(await response.text()).not.toContain(SECRET)
    }
  })

  it('does not come round by a body that names two partners, or by a header that names another method', async () => {
    const order = '{"period":"2026-10","partnerId":"stranger","partnerId":"victim"}'
    const twice = await stranger.call('POST', '/v1/billing-runs', order, { 'content-type': 'application/json' })
    expect([twice.status, twice.body.code]).toEqual([400, 'malformed_request'])
    const override = { 'x-http-method-override': 'DELETE', 'x-original-url': '/v1/partners/victim' }
    const overridden = await stranger.call('GET', '/v1/partners/stranger', undefined, override)
    expect(overridden.body.name).toBe('Stranger')
    await expectNothingHappened()
  })
})

describe('a partner', () => {
  it('finds no route but those that are marked, with its own ids', async () => {
    for (const step of await walkOf(gateway, facts)) {
      if (!isApi(step) || step.portal !== undefined) continue
      const answer = await take(gateway, step, asBrowser(victim))
      expect([answer.status, step.method === 'HEAD' || answer.code === 'route_not_found'], step.name).toEqual([
        404,
        true,
      ])
    }
    await expectNothingHappened()
  })

  it('may use each that is marked, which says so in the description', async () => {
    const { body: document } = await gateway.call('GET', '/openapi.json')
    const steps = (await walkOf(gateway, facts)).filter(isApi)
    const order = (step: Step) => ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'].indexOf(step.method)
    for (const step of steps.toSorted((a, b) => order(a) - order(b))) {
      const operation = document.paths[step.url.replace(/:(\w+)/g, '{$1}')]?.[step.method.toLowerCase()]
      const security =
        step.portal === 'session' ? [{ portalSession: [] }] : [{ integrationToken: [] }, { portalSession: [] }]
      if (operation) expect(operation.security, step.name).toEqual(step.portal === undefined ? undefined : security)
      if (step.portal === undefined || step.url === '/v1/portal-session') continue
      const answer = await take(gateway, step, asBrowser(victim))
      expect([401, 403, 404, 405, 500], `${step.name}: ${answer.text}`).not.toContain(answer.status)
    }
  })
})
