import { revokeToken } from '@bridge/db'
import { waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type HeardEvents, listenToEvents } from './listen-to-events.ts'
import { openRun } from './open-run.ts'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
let streams: HeardEvents[]
beforeEach(async () => {
  streams = []
  gateway = await startGatewayForTest({ eventTimes: { lookEveryMs: 40, beatEveryMs: 120 } })
  await gateway.call('PUT', '/v1/partners/p1', { name: 'One' })
  await gateway.call('PUT', '/v1/partners/p1/companies/c1', { name: 'Company One' })
  await gateway.call('PUT', '/v1/partners/p1/companies/c1/usage/2026-10', { billableUsers: 7 })
})
afterEach(async () => {
  for (const stream of streams) stream.stop()
  await gateway.close()
})

const url = (partnerId = 'p1') => `${gateway.url}/v1/partners/${partnerId}/events`
async function listen(headers?: Record<string, string>): Promise<HeardEvents> {
  const stream = await listenToEvents(url(), headers ?? { authorization: `Bearer ${gateway.token}` })
  streams.push(stream)
  return stream
}
const openStreams = async () =>
  Number(/^event_streams\{[^}]*\} (\d+)$/m.exec((await gateway.call('GET', '/metrics')).body)?.[1])

describe('the events of a partner', () => {
  it('begin with how everything stands, and are not to be stored or held up on their way', async () => {
    const stream = await listen()
    expect(stream.status).toBe(200)
    expect(stream.headers.get('content-type')).toBe('text/event-stream')
    expect(stream.headers.get('cache-control')).toBe('no-store')
    expect(stream.headers.get('x-accel-buffering')).toBe('no')
    await stream.until('run', (run) => run === null)
    expect(stream.of('sync')).toEqual([null])
    const { body } = await gateway.call('GET', '/v1/partners/p1/gradient-connection')
    expect(stream.of('connection')).toEqual([body])
  })

  it('tell what has changed, and only that', async () => {
    const stream = await listen()
    await stream.until('run', (run) => run === null)
    const runId = await openRun(gateway, { partnerId: 'p1', period: '2026-10' })
    const connection = await stream.until('connection', ({ lastRun }) => lastRun?.id === runId)
    expect(connection).toEqual((await gateway.call('GET', '/v1/partners/p1/gradient-connection')).body)
    const sync = await stream.until('sync', (data) => data !== null)
    const accountSync = `/v1/partners/p1/gradient-connection/account-syncs/${sync.id}`
    expect(sync).toEqual((await gateway.call('GET', accountSync)).body)
    const run = await stream.until('run', (data) => data !== null)
    expect(run).toEqual({
      period: '2026-10',
      runId,
      startedAt: expect.any(String),
      finishedAt: null,
      expected: 1,
      outcomes: expect.objectContaining({ waiting: 1, accepted: 0 }),
    })
    const before = [stream.of('connection').length, stream.of('sync').length]
    await sql`update push set outcome = 'sending', claim_token = gen_random_uuid() where period = '2026-10'`.execute(
      gateway.database.db,
    )
    await stream.until('run', ({ outcomes }) => outcomes.sending === 1)
    expect([stream.of('connection').length, stream.of('sync').length]).toEqual(before)
  })

  it('have the partner’s own numbers, also of a run that is for all', async () => {
    await gateway.call('PUT', '/v1/partners/p2', { name: 'Two' })
    for (const id of ['x', 'y', 'z']) await gateway.call('PUT', `/v1/partners/p2/companies/${id}`, { name: id })
    await openRun(gateway, { partnerId: 'p2', period: '2026-10' })
    await openRun(gateway, { partnerId: 'p1', period: '2026-10' })
    const { rows } = await sql<{ id: string }>`
      insert into billing_run (period, kind, deadline_at, planned_at) values ('2026-10', 'requested', now(), now()) returning id`.execute(
      gateway.database.db,
    )
    const stream = await listen()
    const run = await stream.until('run', (data) => data !== null)
    expect(run).toMatchObject({ runId: rows[0]?.id, expected: 1, outcomes: { waiting: 1, no_usage: 0 } })
  })

  it('show a sign of life when nothing changes', async () => {
    const stream = await listen()
    await waitFor(() => stream.beats() >= 2)
    expect(stream.of('connection')).toHaveLength(1)
  })

  it('are for those who may have them', async () => {
    await gateway.call('PUT', '/v1/partners/p2', { name: 'Two' })
    const portal = await gateway.openPortal('p1')
    const stream = await listen({ cookie: portal.cookie })
    await stream.until('connection', ({ status }) => status === 'not_connected')
    const others = await portal.call('GET', '/v1/partners/p2/events')
    const unknown = await portal.call('GET', '/v1/partners/nobody/events')
    expect([others.status, others.body.code]).toEqual([404, 'partner_not_found'])
    expect([unknown.status, unknown.body.code]).toEqual([404, 'partner_not_found'])
    const nobody = await gateway.call('GET', '/v1/partners/nobody/events')
    expect([nobody.status, nobody.body.code]).toEqual([404, 'partner_not_found'])
    expect((await fetch(url())).status).toBe(401)
    expect((await gateway.call('HEAD', '/v1/partners/p1/events')).status).toBe(405)
  })
})

describe('an event stream ends', () => {
  it('when its reader leaves, and leaves nothing behind', async () => {
    const stream = await listen()
    await waitFor(async () => (await openStreams()) === 1)
    stream.stop()
    await waitFor(async () => (await openStreams()) === 0)
  })

  it('when its reader leaves before it has begun', async () => {
    const authorization = `Bearer ${gateway.token}`
    for (let delayMs = 1; delayMs < 25; delayMs += 1) {
      await fetch(url(), { headers: { authorization }, signal: AbortSignal.timeout(delayMs) }).catch(() => undefined)
    }
    await waitFor(async () => (await openStreams()) === 0)
    for (let open = 0; open < 6; open += 1) expect((await listen()).status).toBe(200)
  })

  it('when the portal session ends', async () => {
    const portal = await gateway.openPortal('p1')
    const stream = await listen({ cookie: portal.cookie })
    await portal.call('DELETE', '/v1/portal-session')
    await stream.ended
  })

  it('when the portal session has lasted its time', async () => {
    const portal = await gateway.openPortal('p1')
    const stream = await listen({ cookie: portal.cookie })
    gateway.clock.advanceMs(8 * 3_600_000)
    await stream.ended
    expect((await fetch(url(), { headers: { cookie: portal.cookie } })).status).toBe(401)
  })

  it('when the token is revoked', async () => {
    const stream = await listen()
    await revokeToken(gateway.database.db, gateway.tokenId)
    await stream.ended
  })

  it('when the gateway closes, which does not wait for readers that read no more', async () => {
    const stream = await listen()
    const { hostname, port } = new URL(gateway.url)
    const { connect } = await import('node:net')
    const deaf = connect(Number(port), hostname, () =>
      deaf.write(`GET /v1/partners/p1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${gateway.token}\r\n\r\n`),
    )
    deaf.pause()
    await waitFor(async () => (await openStreams()) === 2)
    const startedMs = performance.now()
    const closed = gateway.app.close()
    await stream.ended
    await closed
    expect(performance.now() - startedMs).toBeLessThan(5_000)
    deaf.destroy()
  })
})

describe('a caller', () => {
  it('may have six streams, and one more as soon as it closes one', async () => {
    for (let open = 0; open < 6; open += 1) await listen()
    const seventh = await gateway.call('GET', '/v1/partners/p1/events')
    expect([seventh.status, seventh.body.code]).toEqual([429, 'too_many_requests'])
    expect(Number(seventh.headers.get('retry-after'))).toBeGreaterThan(0)
    const portal = await gateway.openPortal('p1')
    expect((await listen({ cookie: portal.cookie })).status).toBe(200)
    streams[0]?.stop()
    await waitFor(async () => (await openStreams()) === 6)
    expect((await listen()).status).toBe(200)
  })
})
