import { expect, test } from 'vitest'
import { attemptAnswerOf, isWorthQuoting } from './attempt-answer.ts'

test.each([
  [null, 'taken'],
  ['unmapped', 'unmapped'],
  ['bad_request', 'refused'],
  ['partner_key_rejected', 'key_refused'],
  ['integration_gone', 'disconnected_there'],
  ['anomaly', 'stopped'],
  ['rate_limited', 'slow_down'],
  ['unavailable', 'unavailable'],
  ['timeout', 'no_answer'],
  ['network', 'no_answer'],
  ['unreadable_answer', 'unreadable'],
  ['unexpected', 'unexpected'],
  ['conflict', 'unexpected'],
  ['a reason of next year', 'unexpected'],
])('the reason %s is told as %s', (reason, answer) => {
  expect(attemptAnswerOf({ reason })).toBe(answer)
})

test('Gradient is quoted where our words cannot say what is wrong', () => {
  expect(isWorthQuoting('refused')).toBe(true)
  expect(isWorthQuoting('unmapped')).toBe(false)
  expect(isWorthQuoting('taken')).toBe(false)
})
