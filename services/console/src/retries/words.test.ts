import { RETRY_REFUSALS } from '@bridge/db'
import { expect, test } from 'vitest'
import { previewWords } from './words.ts'

test('a preview is a sentence', () => {
  expect(
    previewWords({
      willBeSent: 43,
      held: 0,
      refused: [
        { why: 'newer_number', count: 2 },
        { why: 'disconnected', count: 1 },
      ],
    }),
  ).toBe('43 counts will be sent, 2 refused because a newer number was sent, 1 because the partner disconnected.')
  expect(previewWords({ willBeSent: 1, held: 0, refused: [] })).toBe('1 count will be sent.')
  expect(previewWords({ willBeSent: 0, held: 0, refused: [{ why: 'newer_number', count: 12_000 }] })).toBe(
    'Nothing will be sent, 12,000 refused because a newer number was sent.',
  )
})

test('it says what a stop holds back', () => {
  expect(previewWords({ willBeSent: 5, held: 5, refused: [] })).toBe(
    '5 counts will be sent. Sending is stopped: all of them wait until it is resumed.',
  )
  expect(previewWords({ willBeSent: 5, held: 2, refused: [] })).toMatch(/2 of them wait until it is resumed\.$/)
})

test('every reason has words', () => {
  for (const why of RETRY_REFUSALS)
    expect(previewWords({ willBeSent: 0, held: 0, refused: [{ why, count: 1 }] })).toMatch(/1 refused because .+\.$/)
})
