import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { json, page } from './gradient-double.ts'
import { bulk, count, partnerKey, useTestClient } from './test-client.ts'

const { client, double, slowDowns } = useTestClient()

describe('answers', () => {
  const organization = {
    organizationId: 77,
    name: 'Northwind',
    status: 'active',
    integrationId: 'i',
    somethingNew: [1],
  }

  test.each([
    ['bare', organization],
    ['in data', { status: 200, message: 'ok', data: organization }],
  ])('an organization %s', async (_how, body) => {
    double().answerWith(json(200, body))
    const result = await client().getOrganization(partnerKey, bulk)
    expect(result).toMatchObject({
      ok: true,
      httpStatus: 200,
      value: { organizationId: '77', name: 'Northwind', status: 'active', lastSyncedAt: null },
    })
  })

  test('accounts with and without what may be missing, ids as numbers, and one that cannot be read', async () => {
    double().answerWith(
      json(200, [{ id: 1, name: 'a' }, { id: 'b', isMapped: true, mappingId: 5 }, { name: 'no id' }, null]),
    )
    expect(await client().listAccounts(partnerKey, bulk)).toMatchObject({
      value: [
        { id: '1', name: 'a', isMapped: null, mappingId: null },
        { id: 'b', name: null, isMapped: true, mappingId: '5' },
      ],
    })
  })

  test('a compressed list of 20,000 accounts', async () => {
    const accounts = Array.from({ length: 20_000 }, (_, index) => ({
      id: `company-${index}`,
      name: `Company ${index}`,
    }))
    double().answerWith((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end(gzipSync(JSON.stringify({ data: accounts })))
    })
    const result = await client().listAccounts(partnerKey, bulk)
    expect(result.ok && result.value.length).toBe(20_000)
  })

  test.each([
    ['JSON', json(201, { status: 201, message: 'ok' })],
    ['JSON with another good status', json(200, {})],
    ['an empty 201', (response: import('node:http').ServerResponse) => void response.writeHead(201).end()],
  ])('a count is set: %s', async (_what, answer) => {
    double().answerWith(answer)
    expect(await client().setCount(partnerKey, count, bulk)).toMatchObject({ ok: true, value: null })
  })

  test.each([
    ['a page with 200', page(200), 'unreadable_answer'],
    ['a page with 201', page(201), 'unreadable_answer'],
    [
      'an empty 200',
      (response: import('node:http').ServerResponse) => void response.writeHead(200).end(),
      'unreadable_answer',
    ],
    ['a 200 that speaks of an error', json(200, { statusCode: 500, message: 'no' }), 'unreadable_answer'],
    ['a redirect', page(302, { location: '/login' }), 'unexpected'],
    ['a 404 page', page(404), 'unreadable_answer'],
    ['a 502 page', page(502), 'unavailable'],
    ['Gradient’s 404', json(404, { statusCode: 404, message: 'No account map found with id: c-1' }), 'unmapped'],
  ])('a count is not set: %s', async (_what, answer, reason) => {
    double().answerWith(answer)
    expect(await client().setCount(partnerKey, count, bulk)).toMatchObject({ ok: false, failure: { reason } })
    expect(double().received).toHaveLength(1)
  })

  test('a 429 that says for how long slows the fleet down by that', async () => {
    double().answerWith(json(429, { statusCode: 429 }, { 'retry-after': '3' }))
    expect(await client().setCount(partnerKey, count, bulk)).toMatchObject({
      failure: { reason: 'rate_limited', action: 'slow_down', retryAfterMs: 3000 },
    })
    expect(slowDowns()).toEqual([3000])
  })

  test('one that does not say is only its own call’s, until they are many; then each that follows holds the fleet longer', async () => {
    double().answerWith(json(429, { statusCode: 429 }))
    for (let call = 0; call < 5; call++) {
      expect(await client().setCount(partnerKey, count, bulk)).toMatchObject({ failure: { reason: 'rate_limited' } })
    }
    expect(slowDowns()).toEqual([])
    await client().setCount(partnerKey, count, bulk)
    expect(slowDowns()).toHaveLength(1)
    expect(slowDowns()[0]).toBeGreaterThanOrEqual(125)
    expect(slowDowns()[0]).toBeLessThanOrEqual(250)
  })

  test('an answer that goes on and on is cut off', async () => {
    double().answerWith((response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    })
    expect(await client().getOrganization(partnerKey, bulk)).toMatchObject({
      failure: { reason: 'unreadable_answer', message: expect.stringContaining('ERR_BODY_TOO_LARGE') },
    })
  })

  test('a key that Gradient repeats does not come through', async () => {
    double().answerWith((response, request) =>
      json(401, { message: `bad token ${request.headers['gradient-token']} of partner-key-0123456789` })(response),
    )
    const result = await client().getOrganization(partnerKey, bulk)
    expect(result.failure?.message).toBe('bad token [redacted] of [redacted]')
  })
})
