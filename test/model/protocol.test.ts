import { PUSH_MOVES } from '@bridge/domain'
import { describe, expect, test } from 'vitest'
import { type Exploration, explore } from './explore.ts'
import { ALL_RULES, HEALTHY, STALLED, type World } from './rules.ts'

const MINUTES = 120_000

function everything(world: World): Exploration {
  return explore({ rules: ALL_RULES, world })
}

/** What a person wants to read where a rule is broken: which, and the shortest way to it. */
function told({ broken }: Exploration): string | null {
  return broken && [broken.rule, ...broken.trace.map((line, at) => `${at + 1}. ${line}`)].join('\n')
}

describe('whatever happens in whatever order, every rule of sending a count holds', () => {
  test(
    'with crashes anywhere, lost answers and a disconnect, and numbers in Gradient never go back, not for a moment',
    () => {
      const found = everything({ ...HEALTHY, faults: 2 })
      expect(told(found)).toBeNull()
      expect(found.states).toBeGreaterThan(100_000)
      expect(found.atRest).toBeGreaterThan(500)
      const all = Object.entries(PUSH_MOVES).flatMap(([from, moves]) =>
        Object.keys(moves).map((to) => `${from} → ${to}`),
      )
      expect([...found.moves].sort()).toEqual(all.sort())
    },
    MINUTES,
  )

  test(
    'with a worker stopped at any point and resumed, and calls that arrive late, besides',
    () => {
      const found = everything({ ...STALLED, faults: 1 })
      expect(told(found)).toBeNull()
      expect(found.states).toBeGreaterThan(80_000)
    },
    MINUTES,
  )

  test(
    'with both workers stopped and resumed, and calls that arrive late and out of order',
    () => {
      const found = everything({
        ...STALLED,
        crashes: false,
        lostAnswers: false,
        lastCalls: false,
        firstPeriodPlanned: true,
      })
      expect(told(found)).toBeNull()
      expect(found.states).toBeGreaterThan(100_000)
    },
    MINUTES,
  )

  test(
    'with a number that comes again in the next period, which a lost call may carry too',
    () => {
      const numbers = [
        [5, 7],
        [5, 8],
      ]
      const found = everything({ ...STALLED, faults: 1, firstPeriodPlanned: true, numbers, repeats: true })
      expect(told(found)).toBeNull()
      expect(found.states).toBeGreaterThan(50_000)
    },
    MINUTES,
  )

  test(
    'with a partner that connects again while a call of the ended connection is lost',
    () => {
      const planned = { firstPeriodPlanned: true, lastCalls: false, numbers: [[5, 7], [6]] }
      const found = everything({ ...STALLED, ...planned, faults: 1, reconnect: true })
      expect(told(found)).toBeNull()
      expect(found.states).toBeGreaterThan(50_000)
    },
    MINUTES,
  )

  test(
    'with a company that is new in the moment of the plan',
    () => {
      const found = everything({ ...HEALTHY, faults: 1, newCompany: true })
      expect(told(found)).toBeNull()
      expect(found.states).toBeGreaterThan(30_000)
    },
    MINUTES,
  )

  test(
    'with outcomes that are said twice, and a key that is refused and in doubt',
    () => {
      const planned = { firstPeriodPlanned: true, numbers: [[5, 7], [6]] }
      const found = everything({ ...HEALTHY, ...planned, faults: 1, lostCommits: true, doubts: true })
      expect(told(found)).toBeNull()
      expect(found.states).toBeGreaterThan(50_000)
    },
    MINUTES,
  )

  test.runIf(process.env['MODEL_LONG'])(
    'with any two faults of all kinds in one history',
    () => {
      const found = everything(STALLED)
      expect(told(found)).toBeNull()
      expect(found.states).toBeGreaterThan(500_000)
    },
    20 * MINUTES,
  )
})
