import { waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findBytes } from './find-bytes.ts'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

const lines: string[] = []
let gateway: TestGateway
beforeAll(async () => {
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  gateway = await startGatewayForTest({ log })
  await gateway.call('PUT', '/v1/partners/p1', { name: 'Partner One', adminEmail: 'admin@one.example' })
  await gateway.call('PUT', '/v1/partners/p2', { name: 'Partner Two' })
})
afterAll(() => gateway.close())
beforeEach(() => gateway.clock.set('2026-11-22T12:00:00Z'))

const links = '/v1/partners/p1/portal-sessions'
const session = '/v1/portal-session'

/** Makes a link; answers its path. */
async function newLink(partnerId = 'p1'): Promise<string> {
  const { body } = await gateway.call('POST', `/v1/partners/${partnerId}/portal-sessions`, {})
  return new URL(body.url).pathname
}
const follow = (path: string, method = 'GET') => fetch(`${gateway.url}${path}`, { method, redirect: 'manual' })
const sessionsOf = async (partnerId: string) =>
  (await gateway.database.db.selectFrom('portal_session').selectAll().where('partner_id', '=', partnerId).execute())
    .length
const withCookie = (method: string, path: string, cookie: string) =>
  fetch(`${gateway.url}${path}`, { method, headers: { cookie, 'sec-fetch-site': 'same-origin' } })

describe('a link', () => {
  it('leads into the page of its partner, with a cookie that scripts and other sites do not get', async () => {
    const made = await gateway.call('POST', links, {})
    expect(made).toMatchObject({ status: 201, body: { expiresAt: '2026-11-22T12:05:00.000Z' } })
    expect(made.headers.get('cache-control')).toBe('no-store')
    expect(made.body.url).toMatch(new RegExp(`^${gateway.url}/portal/enter/[\\w-]{43}$`))
    const entered = await follow(new URL(made.body.url).pathname)
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/portal/gradient'])
    expect(entered.headers.get('set-cookie')).toMatch(
      /^portal=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    expect(entered.headers.get('referrer-policy')).toBe('no-referrer')
    expect(entered.headers.get('cache-control')).toBe('no-store')
  })

  it('is good once', async () => {
    const path = await newLink()
    expect((await follow(path)).status).toBe(303)
    const again = await follow(path)
    expect([again.status, again.headers.get('set-cookie')]).toEqual([410, null])
    expect(again.headers.get('cache-control')).toBe('no-store')
    expect(again.headers.get('referrer-policy')).toBe('no-referrer')
  })

  it('that twenty follow at the same time lets one of them in', async () => {
    const path = await newLink()
    const before = await sessionsOf('p1')
    const statuses = (await Promise.all(Array.from({ length: 20 }, () => follow(path)))).map(({ status }) => status)
    expect(statuses.filter((status) => status === 303)).toHaveLength(1)
    expect(statuses.filter((status) => status === 410)).toHaveLength(19)
    expect(await sessionsOf('p1')).toBe(before + 1)
  })

  it('lives five minutes', async () => {
    const [late, inTime] = [await newLink(), await newLink()]
    gateway.clock.advanceMs(5 * 60_000 - 1)
    expect((await follow(inTime)).status).toBe(303)
    gateway.clock.advanceMs(1)
    expect((await follow(late)).status).toBe(410)
  })

  it.each([['A'.repeat(43)], ['x'], ["'; drop table partner; --"], ['A'.repeat(900)]])(
    'that nobody made (%s) lets nobody in',
    async (text) => {
      const before = await sessionsOf('p1')
      const answer = await follow(`/portal/enter/${encodeURIComponent(text)}`)
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([410, null])
      expect(await sessionsOf('p1')).toBe(before)
    },
  )

  it('is not used up by who only looks at it', async () => {
    const path = await newLink()
    for (const method of ['HEAD', 'OPTIONS', 'POST']) {
      const looked = await follow(path, method)
      expect([looked.status, looked.headers.get('allow'), looked.headers.get('set-cookie')], method).toEqual([
        405,
        'GET',
        null,
      ])
    }
    expect((await follow(path)).status).toBe(303)
  })

  it('is there for a partner that is known, and is made by integration tokens alone', async () => {
    expect((await gateway.call('POST', '/v1/partners/zz/portal-sessions', {})).body.code).toBe('partner_not_found')
    const portal = await gateway.openPortal('p1')
    expect((await portal.call('POST', links, {})).body.code).toBe('route_not_found')
    expect((await fetch(`${gateway.url}${links}`, { method: 'POST' })).status).toBe(401)
  })

  it('is another one each time, and the same one for the same Idempotency-Key', async () => {
    const link = async (headers = {}) => (await gateway.call('POST', links, {}, headers)).body.url as string
    const key = { 'idempotency-key': 'one' }
    expect(await link()).not.toBe(await link())
    expect(await link(key)).toBe(await link(key))
  })
})

describe('a session', () => {
  it('says who is signed in, and sees its own partner alone', async () => {
    const portal = await gateway.openPortal('p1')
    expect(await portal.call('GET', session)).toMatchObject({
      status: 200,
      body: {
        partner: { id: 'p1', name: 'Partner One', adminEmail: 'admin@one.example' },
        vendorName: 'Phin',
        billingTimeZone: 'America/New_York',
        expiresAt: '2026-11-22T20:00:00.000Z',
      },
    })
    expect((await portal.call('GET', '/v1/partners/p1')).body.name).toBe('Partner One')
    const others = await portal.call('GET', '/v1/partners/p2')
    expect([others.status, others.body.code]).toEqual([404, 'partner_not_found'])
    const unknown = await portal.call('GET', '/v1/partners/p3')
    expect(others.body.detail).toBe(unknown.body.detail.replaceAll('p3', 'p2'))
    expect((await portal.call('GET', '/v1/partners')).body.code).toBe('route_not_found')
  })

  it('lasts eight hours', async () => {
    const portal = await gateway.openPortal('p1')
    gateway.clock.advanceMs(8 * 3_600_000 - 1)
    expect((await portal.call('GET', session)).status).toBe(200)
    gateway.clock.advanceMs(1)
    const over = await portal.call('GET', session)
    expect([over.status, over.body.code]).toEqual([401, 'unauthorized'])
    expect((await portal.call('GET', '/v1/partners/p1')).status).toBe(401)
  })

  it('ends when it is left, wherever its cookie is, and no other does', async () => {
    const [portal, other] = [await gateway.openPortal('p1'), await gateway.openPortal('p1')]
    const left = await portal.call('DELETE', session)
    expect(left.status).toBe(204)
    expect(left.headers.get('set-cookie')).toMatch(/^portal=; Max-Age=0; Path=\/; Expires=Thu, 01 Jan 1970 .*HttpOnly/)
    expect((await portal.call('GET', session)).status).toBe(401)
    expect((await portal.call('DELETE', session)).status).toBe(401)
    expect((await other.call('GET', session)).status).toBe(200)
  })

  it('is nothing that a token has, and a bad token is not made up for by a session', async () => {
    for (const method of ['GET', 'DELETE']) expect((await gateway.call(method, session)).status, method).toBe(401)
    const portal = await gateway.openPortal('p1')
    for (const authorization of ['Bearer brt_nobody', 'Basic YTpi', 'Bearer ']) {
      expect((await portal.call('GET', session, undefined, { authorization })).status, authorization).toBe(401)
    }
    const asToken = await gateway.call('GET', '/v1/partners', undefined, { cookie: portal.cookie })
    expect(asToken.status).toBe(200)
  })

  it.each([
    ['portal='],
    ['portal=x'],
    [`portal=${'A'.repeat(43)}`],
    ["portal='; drop table portal_session; --"],
    ['portal=%zz'],
    ['__Host-portal=x'],
    ['='],
  ])('is not had by a cookie that we did not make (%s)', async (cookie) => {
    expect((await withCookie('GET', session, cookie)).status).toBe(401)
  })

  it('has Idempotency-Keys of its own', async () => {
    const key = { 'idempotency-key': 'shared' }
    const [one, two] = [await gateway.openPortal('p1'), await gateway.openPortal('p2')]
    const order = (partnerId: string) => ({ period: '2026-10', partnerId })
    expect((await one.call('POST', '/v1/billing-runs', order('p1'), key)).body.code).toBe('not_connected')
    expect((await two.call('POST', '/v1/billing-runs', order('p2'), key)).body.code).toBe('not_connected')
    const again = await two.call('POST', '/v1/billing-runs', order('p2'), key)
    expect([again.body.code, again.headers.get('idempotent-replayed')]).toEqual(['not_connected', 'true'])
    expect((await two.call('POST', '/v1/billing-runs', order('p1'), key)).body.code).toBe('partner_not_found')
    const forAll = await two.call('POST', '/v1/billing-runs', { period: '2026-10' })
    expect([forAll.status, forAll.body.code]).toEqual([404, 'partner_not_found'])
  })
})

it('old links and sessions are removed a week after their time', async () => {
  const { db } = gateway.database
  await gateway.openPortal('p1')
  const oldLinks = () => db.selectFrom('portal_link').select('hash').where('partner_id', '=', 'p1').execute()
  const oldSessions = () => db.selectFrom('portal_session').select('id').where('partner_id', '=', 'p1').execute()
  const makeMany = async () => {
    const make = () => gateway.call('POST', '/v1/partners/p2/portal-sessions', {})
    for (let made = 0; made < 500; made += 50) await Promise.all(Array.from({ length: 50 }, make))
  }
  gateway.clock.advanceMs(7 * 24 * 3_600_000 + 6 * 60_000)
  const kept = await oldSessions()
  await makeMany()
  await waitFor(async () => (await oldLinks()).length === 0)
  expect(await oldSessions()).toEqual(kept)
  gateway.clock.advanceMs(8 * 3_600_000)
  await makeMany()
  await waitFor(async () => (await oldSessions()).length === 0)
})

it('no text of a link or a cookie stands in Postgres or in the log', async () => {
  const path = await newLink()
  const text = path.split('/').at(-1) ?? ''
  const entered = await follow(path)
  const cookie = /^portal=([^;]+)/.exec(entered.headers.get('set-cookie') ?? '')?.[1] ?? ''
  await follow(path)
  await follow(path, 'HEAD')
  await withCookie('GET', session, `portal=${cookie}`)
  const { db } = gateway.database
  // What fails unforeseen is logged with all that we know of it.
  await sql`alter table portal_link rename to hidden`.execute(db)
  const failed = await follow(path)
  await sql`alter table hidden rename to portal_link`.execute(db)
  await sql`alter table portal_session rename to hidden`.execute(db)
  const alsoFailed = await withCookie('GET', session, `portal=${cookie}`)
  await sql`alter table hidden rename to portal_session`.execute(db)
  expect([failed.status, alsoFailed.status]).toEqual([500, 500])

  expect(lines.join('')).toContain('a request failed unforeseen')
  for (const secret of [text, cookie]) {
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(await findBytes(gateway, Buffer.from(secret))).toEqual([])
    expect(await findBytes(gateway, Buffer.from(secret, 'base64url'))).toEqual([])
    expect(lines.join('')).not.toContain(secret)
  }
})
