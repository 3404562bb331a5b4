import { expect, test } from 'vitest'
import { ApiError } from '../api/api-error.ts'
import { isJudged, keyProblemOf } from './key-problem.ts'

test.each([
  [422, 'partner_key_rejected', 'rejected'],
  [400, 'malformed_request', 'rejected'],
  [409, 'other_organization', 'other_organization'],
  [503, 'gradient_unavailable', 'gradient_away'],
  [503, 'sending_paused', 'paused'],
  [429, 'too_many_requests', 'too_often'],
  [401, 'unauthorized', 'session_over'],
  [503, 'unavailable', 'failed'],
  [500, 'internal_error', 'failed'],
  [502, undefined, 'failed'],
] as const)('%i %s is told as %s', (status, code, problem) => {
  expect(keyProblemOf(new ApiError(status, { code }))).toBe(problem)
})

test('where no answer came, nobody knows whether the key was taken', () => {
  expect(keyProblemOf(new ApiError(0, {}))).toBe('no_answer')
  expect(keyProblemOf(new TypeError('fetch failed'))).toBe('no_answer')
})

test('only a key that was judged leaves the field: any other may be tried again, and Gradient shows it only once', () => {
  expect(isJudged('rejected')).toBe(true)
  expect(isJudged('other_organization')).toBe(true)
  for (const problem of ['gradient_away', 'paused', 'too_often', 'session_over', 'no_answer', 'failed'] as const)
    expect(isJudged(problem)).toBe(false)
})
