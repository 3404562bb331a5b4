import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, test } from 'vitest'
import { json } from './gradient-double.ts'
import { bulk, count, partnerKey, useTestClient } from './test-client.ts'

const { client, double, startClient } = useTestClient()

describe('requests, as they are on the wire', () => {
  test.each<[call: string, make: () => Promise<unknown>, method: string, url: string, body: unknown]>([
    ['getVendor', () => client().getVendor(partnerKey, bulk), 'GET', '/api/vendor-api', undefined],
    [
      'createService',
      () =>
        client().createService(
          partnerKey,
          { name: 'Training', description: 'd', category: 'security', subcategory: 'phishing simulation' },
          bulk,
        ),
      'POST',
      '/api/vendor-api/service',
      { name: 'Training', description: 'd', category: 'security', subcategory: 'phishing simulation' },
    ],
    [
      'getOrganization',
      () => client().getOrganization(partnerKey, bulk),
      'GET',
      '/api/vendor-api/organization',
      undefined,
    ],
    [
      'setStatus',
      () => client().setStatus(partnerKey, 'pending', bulk),
      'PATCH',
      '/api/vendor-api/organization/status/pending',
      {},
    ],
    [
      'listAccounts',
      () => client().listAccounts(partnerKey, bulk),
      'GET',
      '/api/vendor-api/organization/accounts?returnUnmapped=true',
      undefined,
    ],
    [
      'createAccounts, also for one',
      () => client().createAccounts(partnerKey, [{ id: 'c-1', name: 'Zoë, “Łódź” 株式会社' }], bulk),
      'POST',
      '/api/vendor-api/organization/accounts',
      [{ id: 'c-1', name: 'Zoë, “Łódź” 株式会社' }],
    ],
    [
      'updateAccount',
      () => client().updateAccount(partnerKey, { id: 'a/b?c#d%e..', name: 'New' }, bulk),
      'PATCH',
      '/api/vendor-api/organization/accounts/a%2Fb%3Fc%23d%25e..',
      { name: 'New' },
    ],
    [
      'setCount',
      () => client().setCount(partnerKey, { ...count, unitCount: 0 }, bulk),
      'POST',
      '/api/vendor-api/service/service%201%2Fa/count?no_build=true',
      { accountId: 'c-1', unitCount: 0 },
    ],
    [
      'setCount that rebuilds the view',
      () => client().setCount(partnerKey, { ...count, noBuild: false }, bulk),
      'POST',
      '/api/vendor-api/service/service%201%2Fa/count?no_build=false',
      { accountId: 'c-1', unitCount: 12 },
    ],
  ])('%s', async (_call, make, method, url, body) => {
    double().answerWith(json(200, {}))
    await make()
    const [request] = double().received
    expect(request).toMatchObject({ method, url })
    expect(request?.body === '' ? undefined : JSON.parse(request?.body ?? '')).toEqual(body)
    expect(double().received).toHaveLength(1)
  })

  test('the token’s header, the accepted type and our name', async () => {
    double().answerWith(json(201, { status: 201 }))
    await client().setCount(partnerKey, count, bulk)
    const [request] = double().received
    expect(request?.headers).toMatchObject({ accept: 'application/json', 'user-agent': 'gradient-bridge' })
    const token = String(request?.headers['gradient-token'])
    expect(Buffer.from(token, 'base64').toString()).toBe('vendor-key-ü:partner-key-0123456789')
  })

  test.each(['', '.', '..'])(
    'an account id that no address can carry (%j) is refused here, and nothing is sent',
    async (id) => {
      const result = await client().updateAccount(partnerKey, { id, name: 'x' }, bulk)
      expect(result).toMatchObject({ ok: false, failure: { reason: 'bad_request', ambiguous: false } })
      expect(double().received).toEqual([])
    },
  )

  test('a base address with a slash at its end is the same address', async () => {
    const other = startClient({ baseUrl: `${double().baseUrl}/` })
    await other.getVendor(partnerKey, bulk)
    other.close()
    expect(double().received[0]?.url).toBe('/api/vendor-api')
  })

  test('a count, which goes by the thousand, is not made by got; the others are', async () => {
    const made: unknown[] = []
    const onMade = (message: unknown) => void made.push(message)
    double().answerWith(json(201, {}))
    // https://github.com/sindresorhus/got/blob/main/documentation/diagnostics-channel.md
    subscribe('got:request:create', onMade)
    try {
      await client().setCount(partnerKey, count, bulk)
      expect(made).toEqual([])
      await client().updateAccount(partnerKey, { id: 'c-1', name: 'New' }, bulk)
      expect(made).toHaveLength(1)
    } finally {
      unsubscribe('got:request:create', onMade)
    }
  })

  test('connections are kept and used again', async () => {
    double().answerWith(json(201, {}))
    for (let turn = 0; turn < 5; turn++) await client().updateAccount(partnerKey, { id: 'c-1', name: 'New' }, bulk)
    expect(double().connections()).toBe(1)
  })

  test('so are those of counts, of which each rests for a turn of the event loop first', async () => {
    double().answerWith(json(201, {}))
    for (let turn = 0; turn < 20; turn++) await client().setCount(partnerKey, count, bulk)
    expect(double().connections()).toBe(2)
  })
})
