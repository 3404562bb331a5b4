import { expect, test } from 'vitest'
import { isStillTrue } from './news-kind.ts'

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
