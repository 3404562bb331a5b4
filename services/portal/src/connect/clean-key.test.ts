import { expect, test } from 'vitest'
import { cleanKey, flawOf } from './clean-key.ts'

test('what is copied along with a key is taken off, within it too', () => {
  expect(cleanKey('  grd_2f8c1d77\r\n')).toBe('grd_2f8c1d77')
  expect(cleanKey('grd_2f8c\n1d77')).toBe('grd_2f8c1d77')
  expect(cleanKey('\u200bgrd_\u00a02f8c\ufeff1d77\u2060')).toBe('grd_2f8c1d77')
})

test('a key is opaque: every visible character stays', () => {
  const odd = '"a:b=c/d+e~f|g\'h`i,j;k"'
  expect(cleanKey(odd)).toBe(odd)
  expect(flawOf(odd)).toBeNull()
})

test('what can be no key is told without asking anybody', () => {
  expect(flawOf('')).toBe('missing')
  expect(flawOf('1234567')).toBe('too_short')
  expect(flawOf('12345678')).toBeNull()
  expect(flawOf('x'.repeat(512))).toBeNull()
  expect(flawOf('x'.repeat(513))).toBe('too_long')
  expect(flawOf('grd_2f8c…1d77')).toBe('odd_characters')
})
