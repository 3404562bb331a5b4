import { createFailure, FAILURE_ACTIONS, FAILURE_REASONS, type FailureReason } from '@bridge/domain'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide } from './decide.ts'

const policy = { tries: 5, firstMs: 1_000, mostMs: 60_000 }
const failed = (reason: FailureReason, retryAfterMs: number | null = null) => ({
  ok: false as const,
  failure: createFailure(reason, { httpStatus: 500, message: 'words', retryAfterMs, ambiguous: false }),
})

describe('from Gradient’s answer to the settlement of a push', () => {
  test('201 is accepted', () => {
    expect(decide({ ok: true, value: null, httpStatus: 201 }, { tries: 1, policy, random: 0 })).toMatchObject({
      result: 'accepted',
    })
  })

  test('a call that never started is put off and is no try', () => {
    expect(decide({ ok: false, notStarted: true }, { tries: 99, policy, random: 0 })).toMatchObject({
      result: 'postponed',
      called: false,
    })
  })

  test.each([
    ['unmapped', 'unmapped'],
    ['bad_request', 'refused'],
    ['partner_key_rejected', 'stopped'],
    ['integration_gone', 'stopped'],
    ['anomaly', 'stopped'],
    ['rate_limited', 'postponed'],
    ['unavailable', 'retry'],
    ['timeout', 'retry'],
    ['network', 'retry'],
    ['unreadable_answer', 'retry'],
    ['unexpected', 'retry'],
    ['conflict', 'retry'],
  ] as const)('%s is %s', (reason, result) => {
    expect(decide(failed(reason), { tries: 1, policy, random: 0.5 }).result).toBe(result)
  })

  test('every reason is decided, and only a retry can be spent, when its tries are used up', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FAILURE_REASONS), fc.integer({ min: 1, max: 10 }), (reason, tries) => {
        const { result } = decide(failed(reason), { tries, policy, random: 0.5 })
        const retried = ['retry', 'read_back'].includes(FAILURE_ACTIONS[reason])
        if (retried) expect(result).toBe(tries >= policy.tries ? 'spent' : 'retry')
        else expect(['unmapped', 'refused', 'stopped', 'postponed']).toContain(result)
      }),
    )
  })

  test('Gradient’s Retry-After is honoured', () => {
    expect(decide(failed('rate_limited', 7_000), { tries: 1, policy, random: 0 }).retryInMs).toBe(7_000)
    expect(decide(failed('unavailable', 90_000), { tries: 1, policy, random: 0 }).retryInMs).toBeGreaterThanOrEqual(
      90_000,
    )
  })
})
