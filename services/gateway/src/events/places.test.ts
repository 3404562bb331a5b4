import { expect, test } from 'vitest'
import { createPlaces } from './places.ts'

test('a caller has no more places than its own, and all together no more than there are', () => {
  const places = createPlaces({ perCaller: 2, altogether: 3 })
  const [first] = [places.take('a'), places.take('a')]
  expect(places.take('a')).toBe('caller')
  expect(places.take('b')).toBeTypeOf('function')
  expect(places.take('c')).toBe('all')
  if (typeof first !== 'function') throw new Error('no place')
  first()
  first()
  expect(places.take('c')).toBeTypeOf('function')
  expect(places.take('b')).toBe('all')
})
