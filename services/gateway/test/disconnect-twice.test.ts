import { planRun } from '@bridge/db'
import { waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Answer, startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

const FAREWELL_TAKES_MS = 400
let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest()
})
afterAll(() => gateway.close())

let partnerId = ''
let path = ''
let partnerKey = ''
let count = 0
beforeEach(async () => {
  count += 1
  partnerId = `p${count}`
  path = `/v1/partners/${partnerId}/gradient-connection`
  await gateway.call('PUT', `/v1/partners/${partnerId}`, { name: 'One' })
  partnerKey = (await gateway.makeKey('One')).partnerKey
  expect((await connect()).status).toBe(201)
})

const connect = (partnerApiKey = partnerKey) => gateway.call('PUT', path, { partnerApiKey })
const isConnected = async () => (await gateway.call('GET', path)).body.status !== 'not_connected'

interface Call {
  startedAtMs: number
  endedAtMs: number
}
async function farewells(key = partnerKey): Promise<Call[]> {
  return (await gateway.control('GET', `/calls?partnerKey=${key}&route=status`)).body
}

/** A request that is under way, and the moment at which its answer was there. */
function watched(answering: Promise<Answer>) {
  const seen: { answeredAtMs: number | null; status: number | null } = { answeredAtMs: null, status: null }
  const done = answering.then((answer) => {
    seen.answeredAtMs = Date.now()
    seen.status = answer.status
  })
  return { seen, done }
}

/** A call with the key of the connection is under way, as a worker would have it. Answers what ends it. */
async function callUnderWay(): Promise<() => Promise<void>> {
  const { db } = gateway.database
  const { rows } = await sql<{ id: string }>`
    update account_sync set status = 'running', claim_token = gen_random_uuid(), claimed_until = now() + interval '1 minute'
    where connection_id in (select id from connection where partner_id = ${partnerId} and status <> 'disconnected')
    returning id`.execute(db)
  return async () => {
    await sql`update account_sync set status = 'cancelled', claim_token = null where id = ${rows[0]?.id}`.execute(db)
  }
}

it('two at once: neither is answered before the calls under way and the farewell are over', async () => {
  await gateway.control('PUT', '/faults', { partnerKey, latencyMs: FAREWELL_TAKES_MS })
  const end = await callUnderWay()
  const first = watched(gateway.call('DELETE', path))
  await waitFor(async () => !(await isConnected()))
  const second = watched(gateway.call('DELETE', path))
  // Each of these is a round trip through the same gateway and database: time enough for the second to be answered, were it let go.
  for (let look = 0; look < 20; look += 1) await isConnected()
  expect([first.seen.status, second.seen.status, await farewells()]).toEqual([null, null, []])
  await end()
  await Promise.all([first.done, second.done])
  expect([first.seen.status, second.seen.status]).toEqual([204, 204])
  const [farewell, ...more] = await farewells()
  expect(more).toEqual([])
  for (const { seen } of [first, second]) expect(seen.answeredAtMs).toBeGreaterThanOrEqual(farewell?.endedAtMs ?? 1e15)
})

it('a partner that connects again meanwhile is connected only after the farewell of the old connection: `inactive` is never the last', async () => {
  await gateway.control('PUT', '/faults', { partnerKey, latencyMs: FAREWELL_TAKES_MS })
  const end = await callUnderWay()
  const leaving = watched(gateway.call('DELETE', path))
  await waitFor(async () => !(await isConnected()))
  const back = watched(connect())
  await waitFor(async () => {
    const { body } = await gateway.control('GET', `/calls?partnerKey=${partnerKey}&route=organization`)
    return body.length === 2 && body[1].answered === 200
  })
  for (let look = 0; look < 20; look += 1) expect(await isConnected()).toBe(false)
  await end()
  await Promise.all([leaving.done, back.done])
  expect([leaving.seen.status, back.seen.status]).toEqual([204, 201])
  const { connectedAt } = (await gateway.call('GET', path)).body
  const [farewell] = await farewells()
  expect(new Date(connectedAt).getTime()).toBeGreaterThanOrEqual(farewell?.endedAtMs ?? 1e15)
})

it('a gateway that was killed before its farewell holds up nobody for long: the partner stays disconnected and can connect again', async () => {
  const { db } = gateway.database
  // What a killed gateway leaves: the transaction is committed, the farewell is held, and nobody will make it.
  const { rows } = await sql<{ until: Date }>`
    with gone as (
      update connection set status = 'disconnected', disconnected_at = now(), key_id = null, key_nonce = null, key_ciphertext = null, key_hint = null
      where partner_id = ${partnerId} returning id)
    insert into key_probe (token, connection_id, claimed_until) select gen_random_uuid(), id, now() + interval '1 second' from gone
    returning claimed_until as until`.execute(db)
  const again = watched(gateway.call('DELETE', path))
  await again.done
  expect(again.seen.status).toBe(204)
  expect(again.seen.answeredAtMs).toBeGreaterThanOrEqual(rows[0]?.until.getTime() ?? 1e15)
  expect((await connect()).status).toBe(201)
  expect(await farewells()).toEqual([])
})

it('its run is over then: whoever connects again and presses Send now gets a run of its own', async () => {
  await gateway.call('PUT', `/v1/partners/${partnerId}/companies/c1`, { name: 'C' })
  await gateway.call('PUT', `/v1/partners/${partnerId}/companies/c1/usage/2026-10`, { billableUsers: 5 })
  const sendNow = () => gateway.call('POST', '/v1/billing-runs', { period: '2026-10', partnerId })
  const run = await sendNow()
  await planRun(gateway.database.db, run.body.id, new Date('2100-01-01T00:00:00Z'))
  expect((await sendNow()).status).toBe(200)
  await gateway.call('DELETE', path)
  expect((await gateway.call('GET', `/v1/billing-runs/${run.body.id}`)).body).toMatchObject({
    finishedAt: expect.any(String),
    outcomes: { cancelled: 1 },
    missing: 0,
  })
  expect((await connect()).status).toBe(201)
  expect((await sendNow()).status).toBe(202)
})
