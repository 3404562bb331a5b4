import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseJsonBody } from './json-body.ts'

const refusal = (text: string | Buffer) => {
  try {
    return { value: parseJsonBody(text) }
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('a JSON body', () => {
  test('is read as JSON.parse reads it, where every name is there once', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0'))
    const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(text))
    fc.assert(
      fc.property(fc.dictionary(text, value), (object) => {
        const written = JSON.stringify(object)
        expect(parseJsonBody(Buffer.from(written))).toEqual(JSON.parse(written))
      }),
    )
  })

  test.each([
    ['{"a":1,"a":2}', 'malformed_request'],
    ['{"a":1,"\\u0061":2}', 'malformed_request'],
    ['{"a":"\\u0000"}', 'malformed_request'],
    ['{"\\udc00":1}', 'malformed_request'],
    ['{"a":1}x', 'malformed_json'],
    ['', 'malformed_json'],
    ['   ', 'malformed_json'],
  ])('%s is refused', (text, code) => {
    expect(refusal(text)).toBe(code)
  })

  test('a text that only looks like a name is none', () => {
    expect(parseJsonBody('{"a":"\\"a\\":1","b":"a"}')).toEqual({ a: '"a":1', b: 'a' })
  })

  test('bytes that are not UTF-8 are refused, a byte order mark is not', () => {
    expect(refusal(Buffer.from([0x22, 0xe9, 0x22]))).toBe('bad_encoding')
    expect(refusal(Buffer.from('\uFEFF{"a":1}'))).toEqual({ value: { a: 1 } })
  })
})
