import { describe, expect, test } from 'vitest'
import { explore } from './explore.ts'
import { ALL_RULES, HEALTHY, type Rules, STALLED, type World } from './rules.ts'

const OLDER = 'the push is accepted, and Gradient shows an older number'
const stalled: World = { ...STALLED, faults: 1, firstPeriodPlanned: true, lastCalls: false }

function found(world: World, rules: Partial<Rules> = {}) {
  const { broken, states } = explore({ rules: { ...ALL_RULES, ...rules }, world })
  return { rule: broken?.rule ?? null, trace: broken?.trace ?? [], states }
}

describe('the windows that are left, each behind its own switch', () => {
  test('a process stopped between its last look and the socket for longer than its claim may call after the 204', () => {
    const { rule, trace } = found({ ...stalled, stopBeforeSocket: true })
    expect(rule).toBe('a call began after the disconnect was answered')
    expect(trace).toEqual([
      'worker A claims the push of period 1: 5 (period 1, revision 1)',
      'worker A sees that its claim holds',
      'the partner disconnects: the key is destroyed, what waits is cancelled',
      'worker A is stopped for longer than its claim lasts',
      'the disconnect is answered: 204',
      'worker A, resumed, sends 5 (period 1, revision 1)',
    ])
  })

  test('without a disconnect it does no lasting harm: its call is a lost one, and the right number is sent after it', () => {
    const { rule, states } = found({ ...stalled, stopBeforeSocket: true, disconnect: false })
    expect(rule).toBeNull()
    expect(states).toBeGreaterThan(20_000)
  })

  test('what arrives later than LOST_CALL_MS after it was lost stands in Gradient until the next number', () => {
    const { rule, trace } = found({ ...stalled, slowerThanLostCallMs: true })
    expect(rule).toBe(OLDER)
    expect(trace).toContain('the call of a worker that is gone was lost so long ago that it counts as over')
    expect(trace.slice(-3)).toEqual([
      'Gradient takes 7 (period 1, revision 2) of worker A',
      'Gradient takes 5 (period 1, revision 1) of a worker that is gone',
      'worker A settles: accepted',
    ])
  })

  test('though not where its worker comes back in the end and says what became of it', () => {
    const late: World = { ...stalled, slowerThanLostCallMs: true, crashes: false, lostAnswers: false }
    expect(found(late).rule).toBeNull()
  })

  test('with claims whose statement takes its time inside Postgres, every rule holds', () => {
    const slow: World = { ...HEALTHY, faults: 0, neverBack: false, slowClaims: true }
    expect(found(slow).rule).toBeNull()
  })

  test('though a number may then go back for a moment, until it is settled', () => {
    const { rule, trace } = found({ ...HEALTHY, faults: 1, firstPeriodPlanned: true, slowClaims: true })
    expect(rule).toBe('Gradient went back to an older number')
    expect(trace[0]).toMatch(/begins to claim .* its statement takes its time$/)
  })
})
