import { openPause, resumeSending } from '@bridge/db'
import { waitFor } from '@bridge/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
beforeEach(async () => {
  gateway = await startGatewayForTest()
})
afterEach(() => gateway.close())

const pathOf = (partnerId: string) => `/v1/partners/${partnerId}/gradient-connection`
const paste = (partnerId: string, partnerApiKey: string) => gateway.call('PUT', pathOf(partnerId), { partnerApiKey })

async function connected(partnerId: string): Promise<string> {
  await gateway.call('PUT', `/v1/partners/${partnerId}`, { name: partnerId })
  const { partnerKey } = await gateway.makeKey(partnerId)
  expect((await paste(partnerId, partnerKey)).status).toBe(201)
  return partnerKey
}

async function connectionOf(partnerId: string) {
  return gateway.database.db
    .selectFrom('connection')
    .selectAll()
    .where('partner_id', '=', partnerId)
    .executeTakeFirstOrThrow()
}

async function callsWith(partnerKey: string): Promise<number> {
  return (await gateway.control('GET', `/calls?partnerKey=${partnerKey}`)).body.length
}

describe('a pasted key that Gradient refuses', () => {
  it('is blamed on the paste where another partner’s key is taken; a second wrong paste soon after asks nobody again', async () => {
    const otherKey = await connected('other')
    await gateway.call('PUT', '/v1/partners/new', { name: 'New' })
    const before = await callsWith(otherKey)
    const answers = [await paste('new', 'some-wrong-key'), await paste('new', 'another-wrong-key')]
    expect(answers.map(({ body }) => body.code)).toEqual(['partner_key_rejected', 'partner_key_rejected'])
    expect(await callsWith(otherKey)).toBe(before + 1)
    expect(await connectionOf('other')).toMatchObject({ key_in_doubt_since: null })
  })

  it('is not blamed on the paste where another partner’s is refused too: that one is in doubt, and judged', async () => {
    const otherKey = await connected('other')
    await gateway.call('PUT', '/v1/partners/new', { name: 'New' })
    const { partnerKey } = await gateway.makeKey('new')
    await gateway.control('PUT', '/faults', { errors: [{ kind: 'status_401' }] })
    const refused = await paste('new', partnerKey)
    expect(refused).toMatchObject({ status: 503, body: { code: 'gradient_unavailable' } })
    expect(refused.body.detail).toMatch(/our own access to Gradient is being refused.*Nothing was kept/)
    expect(refused.headers.get('retry-after')).toBe('60')
    expect((await gateway.call('GET', pathOf('new'))).body.status).toBe('not_connected')
    const doubted = await connectionOf('other')
    expect(doubted).toMatchObject({ status: 'pending', key_in_doubt_since: expect.any(Date), key_doubt_round: 1 })
    await waitFor(async () => (await gateway.queues.look('accounts', [`judge-${doubted.id}-1`]))[0] === 'there')
    expect(await callsWith(otherKey)).toBe(2)
  })

  it('leaves it open where the other partner’s call tells nothing', async () => {
    const otherKey = await connected('other')
    await gateway.call('PUT', '/v1/partners/new', { name: 'New' })
    await gateway.control('PUT', '/faults', { partnerKey: otherKey, errors: [{ kind: 'status_500' }] })
    expect((await paste('new', 'some-wrong-key')).body.code).toBe('gradient_unavailable')
    expect(await connectionOf('other')).toMatchObject({ key_in_doubt_since: null })
  })

  it('stops all sending where the other partner’s call is answered with an anomaly', async () => {
    const otherKey = await connected('other')
    await gateway.call('PUT', '/v1/partners/new', { name: 'New' })
    await gateway.control('PUT', '/faults', { partnerKey: otherKey, errors: [{ kind: 'status_403' }] })
    expect((await paste('new', 'some-wrong-key')).body.code).toBe('sending_paused')
    expect(await openPause(gateway.database.db)).toMatchObject({ reason: 'anomaly' })
    await resumeSending(gateway.database.db, 'test')
  })

  it('is blamed on the paste where nobody else is connected; the partner’s own old key is not asked', async () => {
    const partnerKey = await connected('only')
    expect((await paste('only', 'some-wrong-key')).body.code).toBe('partner_key_rejected')
    expect(await callsWith(partnerKey)).toBe(1)
  })
})
