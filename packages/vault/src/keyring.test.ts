import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KeyRingError } from './errors.ts'
import { makeKey, parseKeyRing } from './keyring.ts'

const KEY = Buffer.alloc(32, 0xa7).toString('base64')
const URL_SAFE_KEY = Buffer.alloc(32, 0xff).toString('base64url')

describe('parseKeyRing', () => {
  test('the first key seals and all are kept', () => {
    const ring = parseKeyRing(` ${makeKey('2026-10')} ,${makeKey('2025')}`)
    expect(ring.sealingKeyId).toBe('2026-10')
    expect([...ring.keys.keys()]).toEqual(['2026-10', '2025'])
  })

  test.each([
    ['nothing', '', 'There is no key'],
    ['only space', ' \n', 'There is no key'],
    ['a comma at the end', `a:${KEY},`, 'Key 2 is empty'],
    ['a comma in front', `,a:${KEY}`, 'Key 1 is empty'],
    ['no colon', KEY, 'Key 1 has no colon'],
    ['no id', `:${KEY}`, 'Key 1 has no proper id'],
    ['id and key the wrong way round', `${KEY}:a`, 'Key 1 has no proper id'],
    ['the same with an unpadded key', `${URL_SAFE_KEY}:a`, 'Key 1 has no proper id'],
    ['the same with a hexadecimal key', `${'a7'.repeat(32)}:a`, 'Key 1 has no proper id'],
    ['no key', 'a:', 'Key 1 (a) has 0 bytes'],
    ['letters that base64 does not have', `a:${KEY.replace('p', '*')}`, 'Key 1 (a) is not base64'],
    ['URL-safe base64', `a:${URL_SAFE_KEY}`, 'Key 1 (a) is not base64'],
    ['base64 without its padding', `a:${KEY.replace('=', '')}`, 'Key 1 (a) is not base64'],
    ['16 bytes', `a:${Buffer.alloc(16, 7).toString('base64')}`, 'Key 1 (a) has 16 bytes, not 32'],
    ['33 bytes', `b:${KEY},a:${Buffer.alloc(33, 7).toString('base64')}`, 'Key 2 (a) has 33 bytes, not 32'],
    ['an id twice', `a:${KEY},a:${KEY}`, 'Key 2 has the id of an earlier one (a)'],
  ])('%s is refused, by place, and no key is printed', (_case, text, message) => {
    const parse = () => parseKeyRing(text)
    expect(parse).toThrow(KeyRingError)
    expect(parse).toThrow(message)
    for (const part of text.split(/[:,\s]/).filter((part) => part.length > 10)) expect(parse).not.toThrow(part)
  })

  test('any text is either a ring or a KeyRingError', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          expect(parseKeyRing(text).keys.size).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toBeInstanceOf(KeyRingError)
        }
      }),
    )
  })

  test('a ring prints without its keys', () => {
    const ring = parseKeyRing(`a:${KEY}`)
    const printed = inspect(ring, { showHidden: true, depth: null }) + JSON.stringify(ring)
    expect(printed).not.toContain(KEY.slice(0, 12))
    expect(printed).toContain('[redacted]')
  })
})

describe('makeKey', () => {
  test('makes another key each time, fit for the ring', () => {
    const keys = Array.from({ length: 50 }, (_, index) => makeKey(`k${index}`))
    const ring = parseKeyRing(keys.join(','))
    expect(new Set([...ring.keys.values()].map((key) => key.reveal())).size).toBe(50)
  })

  test.each(['', 'a:b', 'a,b', 'a b', 'é', 'x'.repeat(33)])('refuses the id %j', (id) => {
    expect(() => makeKey(id)).toThrow(KeyRingError)
  })
})
