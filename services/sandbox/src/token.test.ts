import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readToken } from './token.ts'

const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64')

test('any partner key comes out as it went in, with any vendor key', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.string({ unit: 'grapheme' }),
      (vendorKey, partnerKey) => {
        expect(readToken(encode(`${vendorKey}:${partnerKey}`), vendorKey)).toEqual({ vendorKey, partnerKey })
      },
    ),
  )
})

test.for([undefined, '', 'not base64!', 'Bearer YTpi', encode('no colon')])('%s is no token', (header) => {
  expect(readToken(header, 'vendor')).toBeUndefined()
})
