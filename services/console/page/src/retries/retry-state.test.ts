import { expect, test } from 'vitest'
import { retryStateOf } from './retry-state.ts'

const at = '2026-11-01T06:00:00Z'
const of = (stoppedAt: string | null, finishedAt: string | null, outcomes = {}) =>
  retryStateOf({ stoppedAt, finishedAt, outcomes })

test('a retry runs until it is over, and says whether all of it helped', () => {
  expect(of(null, null)).toBe('running')
  expect(of(null, at, { accepted: 3 })).toBe('done')
  expect(of(null, at, { accepted: 3, failed: 1 })).toBe('done_with_trouble')
})

test('one that was stopped still has under way what was released', () => {
  expect(of(at, null)).toBe('stopping')
  expect(of(at, at, { failed: 1 })).toBe('stopped')
})
