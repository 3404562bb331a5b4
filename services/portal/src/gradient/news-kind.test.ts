import { expect, test } from 'vitest'
import { isStillTrue, newsBetween } from './news-kind.ts'

test('news of a good key holds until that key is refused or destroyed', () => {
  for (const news of ['connected', 'keyReplaced'] as const) {
    expect(isStillTrue(news, 'waiting_for_mapping')).toBe(true)
    expect(isStillTrue(news, 'active')).toBe(true)
    expect(isStillTrue(news, 'needs_key')).toBe(false)
    expect(isStillTrue(news, 'not_connected')).toBe(false)
  }
})

test('news of a disconnect holds until there is a connection again', () => {
  expect(isStillTrue('disconnected', 'not_connected')).toBe(true)
  expect(isStillTrue('disconnected', 'waiting_for_mapping')).toBe(false)
  expect(isStillTrue('disconnected', 'needs_key')).toBe(false)
})

test('what came about is seen from the state before and after, so that a lost answer hides nothing', () => {
  expect(newsBetween('not_connected', 'waiting_for_mapping')).toBe('connected')
  expect(newsBetween('not_connected', 'active')).toBe('connected')
  expect(newsBetween('needs_key', 'active')).toBe('keyReplaced')
  expect(newsBetween('active', 'not_connected')).toBe('disconnected')
  expect(newsBetween('needs_key', 'not_connected')).toBe('disconnected')
})

test('that mapping is done, or that a key is refused, is told by the page itself', () => {
  expect(newsBetween('waiting_for_mapping', 'active')).toBeNull()
  expect(newsBetween('active', 'needs_key')).toBeNull()
  expect(newsBetween('active', 'active')).toBeNull()
})
