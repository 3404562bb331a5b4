import { duePushes, openPause, pauseSending, planRun, resumeSending } from '@bridge/db'
import { waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findBytes } from './find-bytes.ts'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
const logged: string[] = []
beforeAll(async () => {
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
  gateway = await startGatewayForTest({ log, gradientTimeoutMs: 700 })
})
afterAll(() => gateway.close())

let path = ''
let partnerId = ''
let count = 0
beforeEach(async () => {
  count += 1
  partnerId = `p${count}`
  path = `/v1/partners/${partnerId}/gradient-connection`
  await gateway.control('DELETE', '/faults')
  await gateway.call('PUT', `/v1/partners/${partnerId}`, { name: 'One' })
  await gateway.call('PUT', `/v1/partners/${partnerId}/companies/c1`, { name: 'C' })
})

const connect = (partnerApiKey: string) => gateway.call('PUT', path, { partnerApiKey })
const view = async () => (await gateway.call('GET', path)).body

/** All that is kept of connections and their work. */
async function kept(): Promise<unknown> {
  const { rows } = await sql`
    select (select jsonb_agg(c order by id) from connection c) as connections, (select jsonb_agg(a order by connection_id, company_id) from account a) as accounts,
      (select jsonb_agg(s order by id) from account_sync s) as syncs`.execute(gateway.database.db)
  return rows[0]
}

describe('connecting', () => {
  it('with a good key tells whose it is, seals it, and asks for the accounts', async () => {
    await gateway.call('PUT', `/v1/partners/${partnerId}/companies/old`, { name: 'Old' })
    await gateway.call('DELETE', `/v1/partners/${partnerId}/companies/old`)
    const { partnerKey, organizationId } = await gateway.makeKey('Søster & Co')
    const connected = await connect(partnerKey)
    expect(connected.status).toBe(201)
    expect(connected.body).toEqual({
      status: 'pending',
      organizationId,
      organizationName: 'Søster & Co',
      keyHint: partnerKey.slice(-4),
      connectedAt: expect.any(String),
      activatedAt: null,
      needsKeySince: null,
      needsKeyReason: null,
      sendingPaused: false,
      accounts: { total: 2, present: 0, waiting: 2, failed: 0, gone: 0 },
      nextRunAt: '2026-12-01T06:00:00.000Z',
      lastRun: null,
    })
    expect(await view()).toEqual(connected.body)
    expect(await findBytes(gateway, Buffer.from(partnerKey))).toEqual([])
    const { rows } = await sql<{ id: string; nudge: number }>`
      select s.id, s.nudge from account_sync s join connection c on c.id = s.connection_id where c.partner_id = ${partnerId}`.execute(
      gateway.database.db,
    )
    expect(rows).toHaveLength(1)
    await waitFor(
      async () => (await gateway.queues.look('accounts', [`sync-${rows[0]?.id}-${rows[0]?.nudge}`]))[0] === 'there',
    )
  })

  it('a partner that is not connected says so', async () => {
    expect(await view()).toMatchObject({
      status: 'not_connected',
      organizationName: null,
      accounts: null,
      nextRunAt: null,
      lastRun: null,
    })
  })

  it('with a key that Gradient refuses keeps nothing', async () => {
    const before = await kept()
    const refused = await connect('not-a-key-of-anybody')
    expect([refused.status, refused.body.code]).toEqual([422, 'partner_key_rejected'])
    expect(refused.body.detail).toMatch(/make a new key/)
    expect(await kept()).toEqual(before)
    expect(await findBytes(gateway, Buffer.from('not-a-key-of-anybody'))).toEqual([])
  })

  it.each([
    ['status_400', 422, 'partner_key_rejected'],
    ['status_404_profile', 422, 'partner_key_rejected'],
    ['status_404_html', 503, 'gradient_unavailable'],
    ['status_429', 503, 'gradient_unavailable'],
    ['status_500', 503, 'gradient_unavailable'],
    ['status_502_html', 503, 'gradient_unavailable'],
    ['status_503_empty', 503, 'gradient_unavailable'],
    ['reset_before', 503, 'gradient_unavailable'],
    ['reset_after', 503, 'gradient_unavailable'],
    ['timeout_before', 503, 'gradient_unavailable'],
  ])('while Gradient plays %s is answered %i %s and keeps nothing', async (kind, status, code) => {
    const { partnerKey } = await gateway.makeKey('One')
    await gateway.control('PUT', '/faults', { partnerKey, errors: [{ kind, route: 'organization', times: 1 }] })
    const before = await kept()
    const refused = await connect(partnerKey)
    expect([refused.status, refused.body.code]).toEqual([status, code])
    if (status === 503) expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await kept()).toEqual(before)
  })

  it('on a 403 stops all sending at once, and is refused until somebody resumes it', async () => {
    const { partnerKey } = await gateway.makeKey('One')
    await gateway.control('PUT', '/faults', { partnerKey, errors: [{ kind: 'status_403', times: 1 }] })
    const before = await kept()
    expect((await connect(partnerKey)).body).toMatchObject({ status: 503, code: 'sending_paused' })
    expect(await openPause(gateway.database.db)).toMatchObject({ reason: 'anomaly', paused_by: 'gateway' })
    const calls = async () => (await gateway.control('GET', '/calls?limit=1000')).body.length
    const callsBefore = await calls()
    expect((await connect(partnerKey)).body.code).toBe('sending_paused')
    expect(await calls()).toBe(callsBefore)
    expect((await view()).sendingPaused).toBe(true)
    expect(await kept()).toEqual(before)
    await resumeSending(gateway.database.db, 'test')
    expect((await connect(partnerKey)).status).toBe(201)
  })

  it('by two at once makes one connection', async () => {
    const { partnerKey } = await gateway.makeKey('One')
    const answers = await Promise.all([connect(partnerKey), connect(partnerKey), connect(partnerKey)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201])
    expect((await view()).accounts.total).toBe(1)
  })
})

describe('a new key while connected', () => {
  it('takes the place of the old one, and what waited for it goes on', async () => {
    const { partnerKey } = await gateway.makeKey('One')
    await connect(partnerKey)
    await gateway.call('PUT', `/v1/partners/${partnerId}/companies/c1/usage/2026-10`, { billableUsers: 5 })
    const run = await gateway.call('POST', '/v1/billing-runs', { period: '2026-10', partnerId })
    await planRun(gateway.database.db, run.body.id, new Date('2100-01-01T00:00:00Z'))
    await sql`update connection set status = 'needs_key', needs_key_since = now(), needs_key_reason = 'Unauthorized' where partner_id = ${partnerId}`.execute(
      gateway.database.db,
    )
    expect(await view()).toMatchObject({
      status: 'needs_key',
      needsKeyReason: 'Unauthorized',
      lastRun: { id: run.body.id, period: '2026-10' },
    })
    const rows = await gateway.call('GET', `/v1/partners/${partnerId}/billing/2026-10`)
    expect(rows.body.data).toMatchObject([{ outcome: 'waiting', waitingReason: 'needs_key' }])

    const fresh = await gateway.control('POST', `/partners/${partnerKey}/regenerate-key`)
    const replaced = await connect(fresh.body.partnerKey)
    expect([replaced.status, replaced.body.status, replaced.body.keyHint, replaced.body.needsKeyReason]).toEqual([
      200,
      'pending',
      fresh.body.partnerKey.slice(-4),
      null,
    ])
    const due = await duePushes(gateway.database.db, { limit: 10, partnerId })
    expect(due).toHaveLength(1)
    await waitFor(
      async () => (await gateway.queues.look('billing', [`push-${due[0]?.id}-${due[0]?.nudge}`]))[0] === 'there',
    )
  })

  it('that Gradient refuses leaves the old one untouched', async () => {
    const { partnerKey } = await gateway.makeKey('One')
    await connect(partnerKey)
    const before = await kept()
    expect((await connect('some-wrong-key')).body.code).toBe('partner_key_rejected')
    expect(await kept()).toEqual(before)
  })

  it('of another organization is refused with words that help, and changes nothing', async () => {
    const first = await gateway.makeKey('First MSP')
    const second = await gateway.makeKey('Second MSP')
    await connect(first.partnerKey)
    const before = await kept()
    const refused = await connect(second.partnerKey)
    expect([refused.status, refused.body.code]).toEqual([409, 'other_organization'])
    expect(refused.body.detail).toMatch(/"Second MSP".*"First MSP".*disconnect first/)
    expect(await kept()).toEqual(before)
  })
})

describe('Sync Company Accounts', () => {
  it('makes what is not in order due now, and shows how far it is', async () => {
    const { partnerKey } = await gateway.makeKey('One')
    await connect(partnerKey)
    const { db } = gateway.database
    await sql`update account_sync set status = 'done'`.execute(db)
    await sql`update account set state = 'failed', due_at = now() + interval '1 hour' where company_id = 'c1'`.execute(
      db,
    )
    const asked = await gateway.call('POST', `${path}/sync-accounts`)
    expect(asked.status).toBe(202)
    expect(asked.body.statusUrl).toBe(`${path}/account-syncs/${asked.body.id}`)
    expect((await gateway.call('POST', `${path}/sync-accounts`, {})).body).toEqual(asked.body)
    const due =
      await sql`select from account a join connection c on c.id = a.connection_id where c.partner_id = ${partnerId} and due and due_at <= now()`.execute(
        db,
      )
    expect(due.rows).toHaveLength(1)
    await sql`update account_sync set total = 5, done = 3, failed = 1 where id = ${asked.body.id}`.execute(db)
    expect((await gateway.call('GET', asked.body.statusUrl)).body).toEqual({
      id: asked.body.id,
      status: 'queued',
      progress: { total: 5, done: 3 },
      failed: 1,
      error: null,
      requestedAt: expect.any(String),
      startedAt: null,
      finishedAt: null,
    })
    expect((await gateway.call('GET', asked.body.statusUrl.replace(partnerId, 'p1'))).body.code).toBe('sync_not_found')
  })

  it('says that a new key is needed, where it is', async () => {
    const { partnerKey } = await gateway.makeKey('One')
    await connect(partnerKey)
    await sql`update connection set status = 'needs_key' where partner_id = ${partnerId}`.execute(gateway.database.db)
    expect((await gateway.call('POST', `${path}/sync-accounts`)).body).toMatchObject({ status: 409, code: 'needs_key' })
  })
})

describe('disconnecting', () => {
  it('leaves no byte of the key, tells Gradient inactive, keeps the history; a new key starts over', async () => {
    const { partnerKey, organizationId } = await gateway.makeKey('One')
    await connect(partnerKey)
    const sealed = await sql<{ cipher: Buffer; nonce: Buffer }>`
      select key_ciphertext as cipher, key_nonce as nonce from connection where partner_id = ${partnerId}`.execute(
      gateway.database.db,
    )
    const { cipher, nonce } = sealed.rows[0] as { cipher: Buffer; nonce: Buffer }
    expect(await findBytes(gateway, cipher)).toEqual(['connection'])
    await gateway.call('PUT', `/v1/partners/${partnerId}/companies/c1/usage/2026-10`, { billableUsers: 5 })
    const run = await gateway.call('POST', '/v1/billing-runs', { period: '2026-10', partnerId })
    await planRun(gateway.database.db, run.body.id, new Date('2100-01-01T00:00:00Z'))

    expect((await gateway.call('DELETE', path)).status).toBe(204)
    for (const bytes of [cipher, nonce, Buffer.from(partnerKey)]) expect(await findBytes(gateway, bytes)).toEqual([])
    const { body } = await gateway.control('GET', '/partners')
    const inGradient = body.find((partner: { organizationId: string }) => partner.organizationId === organizationId)
    expect(inGradient.status).toBe('inactive')
    expect(await view()).toMatchObject({ status: 'not_connected', keyHint: null })
    expect((await gateway.call('GET', `/v1/billing-runs/${run.body.id}/pushes`)).body.data).toMatchObject([
      { outcome: 'cancelled' },
    ])
    expect((await gateway.call('DELETE', path)).status).toBe(204)
    expect((await connect(partnerKey)).status).toBe(201)
  })

  it('waits for a call that is under way, and starts its own only then', async () => {
    const { partnerKey } = await gateway.makeKey('One')
    await connect(partnerKey)
    await sql`
      update account_sync set status = 'running', claim_token = gen_random_uuid(), claimed_until = now() + interval '1 minute'
      where connection_id in (select id from connection where partner_id = ${partnerId})`.execute(gateway.database.db)
    let answered = false
    const leaving = gateway.call('DELETE', path).then((answer) => {
      answered = true
      return answer
    })
    const statusCalls = async () => {
      const { body } = await gateway.control('GET', `/calls?partnerKey=${partnerKey}&route=status`)
      return body.length
    }
    await waitFor(async () => (await view()).status === 'not_connected')
    expect([answered, await statusCalls()]).toEqual([false, 0])
    await sql`update account_sync set status = 'cancelled', claim_token = null where status = 'running'`.execute(
      gateway.database.db,
    )
    expect((await leaving).status).toBe(204)
    expect(await statusCalls()).toBe(1)
  })

  it('is done also while all sending is paused, and then calls nobody', async () => {
    const { partnerKey } = await gateway.makeKey('One')
    await connect(partnerKey)
    await pauseSending(gateway.database.db, { reason: 'anomaly', detail: 'Forbidden', by: 'test' })
    expect((await gateway.call('DELETE', path)).status).toBe(204)
    expect((await gateway.control('GET', `/calls?partnerKey=${partnerKey}&route=status`)).body).toEqual([])
    await resumeSending(gateway.database.db, 'test')
    expect((await view()).status).toBe('not_connected')
  })

  it.each(['status_500', 'timeout_before', 'status_401'])('is done also where Gradient plays %s', async (kind) => {
    const { partnerKey } = await gateway.makeKey('One')
    await connect(partnerKey)
    await gateway.control('PUT', '/faults', { partnerKey, errors: [{ kind }] })
    expect((await gateway.call('DELETE', path)).status).toBe(204)
    expect((await view()).status).toBe('not_connected')
    expect(logged.join('')).toMatch(/Gradient did not take the status inactive/)
  })
})

it('no key, whole or sealed, was ever logged', async () => {
  const { body } = await gateway.control('GET', '/calls?limit=10000')
  const keys = new Set<string>(body.map((call: { partnerKey: string }) => call.partnerKey))
  expect(keys.size).toBeGreaterThan(15)
  const all = logged.join('')
  for (const key of keys) {
    for (const form of [
      key,
      Buffer.from(key).toString('base64'),
      Buffer.from(`vendor-key:${key}`).toString('base64'),
    ]) {
      expect(all).not.toContain(form)
    }
  }
})
