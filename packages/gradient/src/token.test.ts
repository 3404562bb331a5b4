import { Secret } from '@bridge/vault'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gradientToken } from './token.ts'

test('the token is standard base64 of the UTF-8 of vendor:partner', () => {
  expect(gradientToken(new Secret('vendor'), new Secret('partner')).reveal()).toBe('dmVuZG9yOnBhcnRuZXI=')
  expect(gradientToken(new Secret('a'), new Secret('ÿþ?>')).reveal()).toBe('YTrDv8O+Pz4=')
})

test('any two keys are in it, and it does not print', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (vendor, partner) => {
      const token = gradientToken(new Secret(vendor), new Secret(partner))
      expect(Buffer.from(token.reveal(), 'base64').toString('utf8')).toBe(`${vendor}:${partner}`)
      expect(`${token}`).toBe('[redacted]')
    }),
  )
})
