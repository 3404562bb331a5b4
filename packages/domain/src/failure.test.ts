import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createFailure,
  FAILURE_ACTIONS,
  FAILURE_MESSAGE_MAX_LENGTH,
  FAILURE_REASONS,
  toFailureMessage,
} from './failure.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 800 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 800 }).map((units) => String.fromCharCode(...units)),
)

describe('failure', () => {
  test.each([
    ['bad_request', 'refuse'],
    ['partner_key_rejected', 'needs_key'],
    ['anomaly', 'stop_all'],
    ['unmapped', 'unmapped'],
    ['integration_gone', 'needs_key'],
    ['conflict', 'read_back'],
    ['rate_limited', 'slow_down'],
    ['unavailable', 'retry'],
    ['timeout', 'retry'],
    ['network', 'retry'],
    ['unreadable_answer', 'retry'],
    ['unexpected', 'retry'],
  ] as const)('%s means: %s', (reason, action) => {
    const facts = { httpStatus: null, message: 'why', retryAfterMs: null, ambiguous: false }
    expect(FAILURE_ACTIONS[reason]).toBe(action)
    expect(createFailure(reason, facts)).toEqual({ reason, action, ...facts })
  })

  test('the list of reasons is the table', () => {
    expect(FAILURE_REASONS).toHaveLength(12)
  })

  test('a message is one line, whatever came', () => {
    expect(toFailureMessage('  no\r\n\taccount\u0000 map\u2028found \u202Ehere ')).toBe('no account map found here')
  })

  test('a long message is cut, never through a character', () => {
    const cut = toFailureMessage(`${'a'.repeat(298)}😀😀`)
    expect(cut).toBe(`${'a'.repeat(298)}…`)
  })

  test('any text at all becomes storable: short, well-formed, without control characters', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const message = toFailureMessage(text)
        expect(message.length).toBeLessThanOrEqual(FAILURE_MESSAGE_MAX_LENGTH)
        expect(message.isWellFormed()).toBe(true)
        expect(message).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
        expect(toFailureMessage(message)).toBe(message)
      }),
    )
  })
})
