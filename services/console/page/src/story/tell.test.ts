import { describe, expect, test } from 'vitest'
import { tell as tellEvent } from './tell.ts'

const tell = (event: { kind: string; data: Record<string, unknown> }) =>
  tellEvent({ words: 'in other words', ...event })

describe('an event of a story is told', () => {
  test('a report with its call', () => {
    const reportedBy = { call: 'import', token: 'nightly', importId: '1', idempotencyKey: 'nightly-2026-10' }
    const told = tell({
      kind: 'usage_reported',
      data: { billableUsers: 1234, revision: 2, replacedAt: null, reportedBy },
    })
    expect(told.text).toMatch(/1,234/)
    expect(told.detail).toMatch(/nightly-2026-10.*nightly/)
    expect(tell({ kind: 'usage_reported', data: { billableUsers: 0, revision: 1, reportedBy: null } })).toMatchObject({
      text: expect.stringContaining('0 billable users'),
      detail: '',
    })
  })

  test('a call with what was sent, what came back, how long it took and who made it', () => {
    const data = {
      pushId: '17',
      unitCount: 41,
      revision: 1,
      httpStatus: 502,
      reason: 'unavailable',
      ms: 84,
      worker: 'w1',
    }
    expect(tell({ kind: 'attempt', data: { ...data, message: 'Bad Gateway' } })).toEqual({
      text: expect.stringContaining('41'),
      detail: 'Bad Gateway · status 502 · took 84 ms · w1',
      tone: 'bad',
      href: '/pushes/17',
    })
    expect(tell({ kind: 'attempt', data: { ...data, reason: null, message: null, httpStatus: 201 } }).tone).toBe('good')
  })

  test('an unmapped company as the to-do that it is, and no failure', () => {
    expect(tell({ kind: 'push_settled', data: { outcome: 'unmapped', pushId: '1' } }).tone).toBe('waiting')
    expect(tell({ kind: 'attempt', data: { reason: 'unmapped', unitCount: 1 } }).tone).toBe('waiting')
  })

  test('a kind that is not known yet in the console’s words', () => {
    expect(tell({ kind: 'moon_landed', data: {} })).toEqual({
      text: 'in other words',
      detail: '',
      tone: 'neutral',
      href: undefined,
    })
  })
})
