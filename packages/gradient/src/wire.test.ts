import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountSchema, accountsSchema, organizationSchema, vendorSchema } from './wire.ts'

const sku = { _id: 'sku-1', id: 'other', name: 'Training', category: 'security', subcategory: 'phishing simulation' }

describe('what Gradient sends, as it is on the wire', () => {
  test.each([
    ['in data', { status: 200, message: 'ok', data: { id: 'v', name: 'Phin', skus: [sku] } }],
    ['bare', { id: 'v', name: 'Phin', skus: [sku], unknownField: { a: 1 } }],
    ['with _id alone', { _id: 'v', name: 'Phin', skus: [sku] }],
  ])('a vendor %s, its services read by _id', (_how, body) => {
    expect(vendorSchema.parse(body)).toMatchObject({ id: 'v', name: 'Phin', skus: [{ id: 'sku-1', name: 'Training' }] })
  })

  test('a service with id alone, one with a number, and one without any', () => {
    const skus = [{ id: 'a', name: 'A' }, { _id: 7 }, { name: 'none' }]
    expect(vendorSchema.parse({ name: 'Phin', skus }).skus.map(({ id }) => id)).toEqual(['a', '7'])
  })

  test('a vendor without services yet', () => {
    expect(vendorSchema.parse({ id: 3, name: 'Phin' })).toMatchObject({ id: '3', skus: [] })
    expect(vendorSchema.parse({ id: 3, name: 'Phin', skus: null }).skus).toEqual([])
  })

  test('an organization keeps any status, and its 1900 date', () => {
    const body = { organizationId: 'o', name: 'N', status: 'something new', lastSyncedAt: '1900-01-01T00:00:00.000Z' }
    expect(organizationSchema.parse(body)).toMatchObject({ ...body, vendorId: null, integrationId: null })
  })

  test.each([[{}], [{ status: 200 }], [{ data: {} }], [[]], ['x'], [null]])('%j is no organization', (body) => {
    expect(organizationSchema.safeParse(body).success).toBe(false)
  })

  test.each([[{}], [{ status: 200, message: 'ok' }], [null], [[]]])('%j is no vendor', (body) => {
    expect(vendorSchema.safeParse(body).success).toBe(false)
  })

  test.each([
    ['bare', [{ id: 'c' }]],
    ['in data', { data: [{ id: 'c' }] }],
  ])('accounts %s', (_how, body) => {
    expect(accountsSchema.parse(body)).toEqual([
      { id: 'c', name: null, description: null, isMapped: null, mappingId: null },
    ])
  })

  test('an account in data', () => {
    expect(accountSchema.parse({ status: 200, data: { id: 5, name: 'x', isMapped: false } })).toMatchObject({
      id: '5',
      isMapped: false,
    })
  })

  test('any JSON at all is read or refused, never thrown over', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        for (const schema of [vendorSchema, organizationSchema, accountsSchema, accountSchema]) {
          expect(typeof schema.safeParse(body).success).toBe('boolean')
        }
      }),
      { numRuns: 500 },
    )
  })
})
